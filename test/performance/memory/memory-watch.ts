import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface Mark {
  readonly events: number;
  /** Bytes. */
  readonly resident: number;
  /** The largest resident set seen since. */
  peak: number;
}

/** Watches what this process occupies. */
export class MemoryWatch {
  readonly #collect: () => void;
  readonly #marks: Mark[] = [];
  readonly notes: string[] = [];

  constructor() {
    setFlagsFromString('--expose-gc');
    this.#collect = runInNewContext('gc') as () => void;
  }

  /** Looks, without disturbing anything. */
  look(): number {
    const { rss } = process.memoryUsage();
    for (const mark of this.#marks) mark.peak = Math.max(mark.peak, rss);
    return rss;
  }

  /** Looks, and remembers the place, named by a number of events. */
  mark(events: number, note: string): void {
    const resident = this.look();
    this.#marks.push({ events, resident, peak: resident });
    this.notes.push(`${note}: ${mebibytes(resident).toFixed(0)} MiB resident`);
  }

  /** Notes what is alive after full collections, to be told apart from what merely was not collected yet. Only before and after the work. */
  alive(): void {
    this.#collect();
    this.#collect();
    const { heapUsed, external } = process.memoryUsage();
    this.notes.push(
      `alive: ${mebibytes(heapUsed).toFixed(0)} MiB of heap, ${mebibytes(external).toFixed(0)} MiB beside it`,
    );
  }

  /** MiB by which the process was larger, at its largest, than at the mark of so many events. */
  growth(events: number): number {
    const { resident, peak } = this.#marks.find((mark) => mark.events === events) ?? { resident: NaN, peak: NaN };
    return mebibytes(peak - resident);
  }
}

const mebibytes = (bytes: number): number => bytes / 2 ** 20;
