import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { PayloadOf } from '../event-types.js';
import { communicationEvents } from './communication.events.js';
import type { CommunicationState, LetterOnRecord } from './communication.js';
import { type ReferenceKey, referenceKey, streamOf } from './reference.js';

type CommunicationEvents = typeof communicationEvents;

/** An event of the letter's own stream, which belongs to its addressee's file. */
export const proposeOn = <T extends keyof CommunicationEvents>(
  reference: ReferenceKey,
  type: T,
  data: PayloadOf<CommunicationEvents[T]>,
): ProposedEvent<T, PayloadOf<CommunicationEvents[T]>> => ({
  stream: streamOf(reference),
  type,
  version: communicationEvents[type].ver,
  codes: [reference.code],
  data,
});

/** The letter on record, or `LETTER_NOT_SENT`. */
export function letterOf(state: CommunicationState, reference: ReferenceKey): LetterOnRecord {
  if (state.letter === undefined) throw new LedgerError('LETTER_NOT_SENT', referenceKey(reference));
  return state.letter;
}
