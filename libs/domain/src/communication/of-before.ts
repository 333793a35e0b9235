import { LedgerError } from '#libs/ledger';
import { windowDueOn } from '../policies/confidentiality.js';
import { reportSessionOf } from '../policies/report-windows.js';
import { endOfZurichDay } from '../zurich.js';
import type { CommunicationState, LetterOnRecord } from './communication.js';

/**
 * `NOT_IMPORTED` unless the letter is of before this ledger: what was ever sent from here under the number waits for its window, a redaction
 * and a second person, whoever says where it was published. An exception is a letter whose window has no end, as those of before 2018 that print
 * none: it is published by its import or never. What was recorded of it from here hinders that no longer once all of it was in error, and every
 * window it can have meant is over (milliseconds since 1970).
 */
export function refuseSentHere(state: CommunicationState, now: number): void {
  const reason = whySentHere(state, now);
  if (reason !== undefined) throw new LedgerError('NOT_IMPORTED', reason);
}

/** Whether nothing but an import that says where it was can make the letter a published one, and may. */
export const waitsForImport = (state: CommunicationState, now: number): boolean =>
  state.letter !== undefined && isEndless(state.letter) && whySentHere(state, now) === undefined;

function whySentHere({ letter, versions, recordedHere }: CommunicationState, now: number): string | undefined {
  if (letter?.importedAt === undefined) return 'the letter was sent from here';
  if (recordedHere.length === 0) return undefined;
  if (recordedHere.some(({ id }) => versions.some((version) => version.id === id)))
    return 'its record was made or corrected here, and that stands';
  if (!isEndless(letter))
    return 'a letter was recorded from here under its number, also if in error: it is published from here';
  return [letter, ...recordedHere].every((one) => wasConfidential(one, now))
    ? undefined
    : 'a letter was recorded from here under its number, and the window of that is not over';
}

const isEndless = ({ data }: LetterOnRecord): boolean => windowDueOn(data).dueOn === null;

/** Whether a record's window is over; where publication waited for a session's report, whether that has taken its last reply. */
function wasConfidential({ data }: LetterOnRecord, now: number): boolean {
  const last = windowDueOn(data).dueOn ?? reportSessionOf(data.on)?.replies.until;
  return last === undefined || now >= endOfZurichDay(last);
}
