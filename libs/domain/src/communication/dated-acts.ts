import { LedgerError, type RecordedEvent } from '#libs/ledger';
import { firstDay, lastDay } from '../occurred-on.js';
import type { CommunicationState } from './communication.js';
import { type ReferenceKey, referenceKey } from './reference.js';

/** Something that was done with regard to a letter, which cannot have been done before there was one. */
export interface DatedAct {
  readonly type: string;
  readonly on: string;
}

/** What says of itself when it was, whatever the letter's day: the letter, its links, its windows, and what was recorded wrongly. */
const ofTheirOwnDay: ReadonlySet<string> = new Set([
  'LetterSent',
  'LetterCorrected',
  'ResponseWindowElapsed',
  'ConfidentialityWindowElapsed',
  'LettersLinked',
  'RecordedInError',
  'ReferenceVoided',
]);

/** The acts in a letter's own stream that count. */
export const actsOf = ({ standing }: CommunicationState): readonly DatedAct[] =>
  standing.filter(({ type }) => !ofTheirOwnDay.has(type));

/** The acts in other streams: the work on a letter, and the follow-ups that are about it. */
export function actsElsewhere(events: readonly RecordedEvent[], letter: ReferenceKey): readonly DatedAct[] {
  const isAbout = ({ stream, data }: RecordedEvent): boolean => {
    if (stream.startsWith('handling-')) return true;
    const references = data['references'];
    return Array.isArray(references) && references.includes(referenceKey(letter));
  };
  return events.filter(isAbout).map(({ type, data }) => ({ type, on: data.on }));
}

/** `DATE_BEFORE_LETTER` for acts that a letter of a new day would follow; those that stood before its old day already are no worse for it. */
export function refuseEarlierActs(acts: readonly DatedAct[], { from, to }: { from: string; to: string }): void {
  const left = acts.filter(({ on }) => lastDay(on) < firstDay(to) && lastDay(on) >= firstDay(from));
  if (left.length > 0)
    throw new LedgerError(
      'DATE_BEFORE_LETTER',
      left.map(({ type, on }) => ({ path: 'on', reason: `${type} is of ${on}` })),
    );
}
