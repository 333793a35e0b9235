import { regionalGroups } from '#libs/domain';

import type { CountedLetter, LetterKind, Region } from './counted-letters.js';
import { percentsOf } from './rounding.js';

interface BreakdownRow {
  readonly key: string;
  readonly value: number;
  /** Whole per cent by largest remainder: the rows add up to 100. */
  readonly percent: number;
  readonly references: readonly string[];
}

/** Parts of the letters sent, each letter in exactly one row. */
export type Breakdown = readonly BreakdownRow[];

const kinds: readonly LetterKind[] = ['UA', 'AL', 'OL', 'unread'];
const regions: readonly Region[] = [...regionalGroups, 'other_actors', 'unread'];

export const byKind = (letters: readonly CountedLetter[]): Breakdown => breakdown(letters, kinds, ({ kind }) => kind);

export const byRegion = (letters: readonly CountedLetter[]): Breakdown =>
  breakdown(letters, regions, ({ region }) => region);

export const byJointness = (letters: readonly CountedLetter[]): Breakdown =>
  breakdown(letters, ['joint', 'one_mandate'], ({ isJoint }) => (isJoint ? 'joint' : 'one_mandate'));

/** `unread` stands in the table only when something in the history could not be read. */
function breakdown<K extends string>(
  letters: readonly CountedLetter[],
  keys: readonly K[],
  of: (letter: CountedLetter) => K,
): Breakdown {
  const references = new Map(keys.map((key): [K, string[]] => [key, []]));
  for (const letter of letters) references.get(of(letter))?.push(letter.reference);
  const rows = [...references].filter(([key, list]) => key !== 'unread' || list.length > 0);
  const percents = percentsOf(rows.map(([, list]) => list.length));
  return rows.map(([key, list], index) => ({
    key,
    value: list.length,
    percent: percents[index] ?? 0,
    references: list,
  }));
}
