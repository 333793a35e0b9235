import type { ReportedLetter } from './reported-letters.js';

/** Streams of letters of own procedures that reports have listed, or only counted. */
export interface OwnDealtWith {
  readonly listed: ReadonlySet<string>;
  readonly counted: ReadonlySet<string>;
}

/** What one report says of the letters of the working groups' own procedures, none of which it prints. */
export interface OwnCourse {
  /** Published at the position, and listed in no report before. */
  readonly listed: readonly ReportedLetter[];
  /** Held back at the position, and counted in no report before. */
  readonly heldBack: readonly ReportedLetter[];
  readonly dealtWith: OwnDealtWith;
}

export const nothingOwn: OwnDealtWith = { listed: new Set(), counted: new Set() };

/** From the letters of own procedures that this report deals with, and what the reports before it did. */
export function ownCourse(letters: readonly ReportedLetter[], before: OwnDealtWith): OwnCourse {
  const isPublished = ({ publication }: ReportedLetter): boolean => publication !== undefined;
  const listed = letters.filter((letter) => isPublished(letter) && !before.listed.has(letter.counted.stream));
  const heldBack = letters.filter((letter) => !isPublished(letter) && !before.counted.has(letter.counted.stream));
  const streams = (of: readonly ReportedLetter[]): string[] => of.map(({ counted }) => counted.stream);
  const dealtWith = {
    listed: new Set([...before.listed, ...streams(listed)]),
    counted: new Set([...before.counted, ...streams(listed), ...streams(heldBack)]),
  };
  return { listed, heldBack, dealtWith };
}
