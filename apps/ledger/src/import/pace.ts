import { counted, durationWords } from '../terminal/print.js';
import type { Place } from './entry.js';

/** Over how long a rate is taken, in milliseconds: what was slow a while ago says nothing of what is left. */
const lookBack = 5000;

/** How fast it goes at present. */
export class Pace {
  private readonly marks: { readonly entries: number; readonly at: number }[];

  constructor(began: number) {
    this.marks = [{ entries: 0, at: began }];
  }

  note(entries: number, at: number): void {
    this.marks.push({ entries, at });
    while (this.marks.length > 2 && (this.marks[1]?.at ?? at) < at - lookBack) this.marks.shift();
  }

  get perSecond(): number {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    const milliseconds = (last?.at ?? 0) - (first?.at ?? 0);
    return milliseconds === 0 ? 0 : (((last?.entries ?? 0) - (first?.entries ?? 0)) * 1000) / milliseconds;
  }
}

export interface Progress {
  readonly entries: number;
  /** How much of the whole is read, from 0 to 1. */
  readonly part: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly last: Place | undefined;
}

const barLength = 20;

/** `████░░░░ 42 %  4210 rows, 512 a second, 12 s left, 3 refused`. */
export function progressWords({ entries, part, refused, perSecond, last }: Progress): string {
  const filled = Math.round(part * barLength);
  const bar = '█'.repeat(filled) + '░'.repeat(barLength - filled);
  const kind = last !== undefined && 'file' in last ? 'letter' : 'row';
  const left = part > 0 && perSecond > 0 ? ((entries / part) * (1 - part)) / perSecond : undefined;
  const words = [
    counted(entries, kind),
    `${perSecond.toFixed(0)} a second`,
    left === undefined ? 'time left unknown' : `${durationWords(left)} left`,
    ...(refused > 0 ? [`${refused} refused`] : []),
  ];
  return `${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${words.join(', ')}`;
}
