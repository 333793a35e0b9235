import { referenceKey } from '#libs/domain';
import type { DraftLine } from '#libs/keyring';
import type { ErrorDetail, JsonObject } from '#libs/ledger';
import { proposedLetter, type Proposal, type Reading } from '#libs/letters';

import type { DraftContents } from './draft-contents.js';

/** A draft in a list of one's own. */
export interface ReadingLine {
  readonly id: string;
  /** Beside it: the number under which the letter would be recorded. */
  readonly reference: string;
  readonly expiresAt: string;
  readonly revision: number;
}

/** A letter as it was read, until a person confirms it. */
export interface KeptReading extends ReadingLine, Reading {
  /** What `PUT /v1/communications/{CODE}/{serial}/{year}` takes to record it, without what is lacking. */
  readonly proposal: JsonObject;
  /** What the letter does not print, so that the person who confirms it says it. */
  readonly lacks: readonly ErrorDetail[];
}

/** The same with the text in which evidence has its places, in Unicode code points. */
export interface ReadingWithText extends KeptReading {
  readonly text: string;
}

export const lineOf = ({ id, label, expiresAt, revision }: DraftLine): ReadingLine => ({
  ...{ id, reference: label, expiresAt: new Date(expiresAt).toISOString(), revision },
});

export function keptReading(line: DraftLine, contents: DraftContents): KeptReading {
  const { record, evidence, flags } = contents.reading;
  const { letter, lacks } = proposalOf(contents);
  const proposal = letter as unknown as JsonObject;
  return { ...lineOf(line), record, evidence, flags, proposal, lacks: lacks.map(({ detail }) => detail) };
}

/** The record that a person put in place of the reading; else what was read, which rests on allegations unless somebody says otherwise. */
export function proposalOf({ reading, correction }: Pick<DraftContents, 'reading' | 'correction'>): Proposal {
  if (correction.letter !== undefined) return { letter: correction.letter, lacks: [] };
  return proposedLetter(reading, { restsOn: 'allegations', documents: [] });
}

/** The number that a person said, else the one that was read. */
export const keyOf = ({ reading: { record }, correction }: Pick<DraftContents, 'reading' | 'correction'>): string =>
  correction.reference ?? referenceKey({ code: record.addresseeCode, serial: record.serial, year: record.year });
