import type { Stated } from '#libs/testing';

/** A letter out of so many that is published in the end; the others never are. */
const publishedOf = 3;
const filler = 'x'.repeat(500);

/** What everyone would read of such a history, by position: told here a second time, without the exchange's code. */
export interface MixedHistory {
  readonly stated: readonly Stated[];
  readonly publicPositions: readonly number[];
}

/** A text that stands in every ciphertext of such a history. */
export const ciphertextCanary = 'canary-of-a-ciphertext';

/**
 * `count` events from position `from` on: letters, most of them published after some time, the work on them, allegations, press releases and
 * follow-ups, all of them mixed. `random` gives numbers from 0 to 1; streams are named after `name`.
 */
export function mixedHistory(count: number, from: number, name: number, random: () => number): MixedHistory {
  const letters = Math.max(4, Math.floor(count / 40));
  const states = Array.from({ length: letters }, () => ({ positions: [] as number[], published: false }));
  const [stated, open] = [[] as Stated[], [] as number[]];
  const boxes = Buffer.from(JSON.stringify([{ box: ciphertextCanary, keys: [], path: 'narrative' }]));
  for (let n = 0; n < count; n++) {
    const position = from + n;
    const index = Math.floor(random() * letters);
    const draw = random();
    if (draw < 0.1) stated.push({ stream: `allegation-${name}-${n}`, type: 'AllegationReceived', boxes });
    else if (draw < 0.15) stated.push({ stream: `handling-KHM-${index + 1}-${2000 + name}`, type: 'CaseAssigned' });
    else if (draw < 0.25) {
      stated.push({
        stream: `press_release-${name}-${index}`,
        type: 'PressReleaseCorrected',
        data: { references: [] },
      });
      open.push(position);
    } else if (draw < 0.3) {
      stated.push({ stream: `follow_up-${name}-${n}`, type: 'FollowUpRecorded', data: { audience: 'staff' } });
    } else
      stated.push(onLetter(states[index] ?? { positions: [], published: false }, { index, position, name, random }));
  }
  const shown = states.filter(({ published }) => published).flatMap(({ positions }) => positions);
  return { stated, publicPositions: [...open, ...shown].sort((a, b) => a - b) };
}

interface LetterState {
  readonly positions: number[];
  published: boolean;
}

interface Place {
  readonly index: number;
  readonly position: number;
  readonly name: number;
  readonly random: () => number;
}

function onLetter(letter: LetterState, { index, position, name, random }: Place): Stated {
  const first = letter.positions.length === 0;
  const publishes = !first && !letter.published && index % publishedOf > 0 && random() < 0.1;
  letter.positions.push(position);
  letter.published ||= publishes;
  const type = first ? 'LetterSent' : publishes ? 'LetterPublished' : 'ReminderSent';
  return { stream: `communication-KHM-${index + 1}-${2000 + name}`, type, codes: ['KHM'], data: { text: filler } };
}
