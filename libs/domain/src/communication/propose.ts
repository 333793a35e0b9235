import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseBeforeLetter, refuseFuture } from '../decision.js';
import type { PayloadOf } from '../event-types.js';
import { firstDay, lastDay } from '../occurred-on.js';
import { communicationEvents } from './communication.events.js';
import type { CommunicationState, LetterOnRecord, ReplyOnRecord } from './communication.js';
import { type ReferenceKey, referenceKey, streamOf } from './reference.js';

export interface OnLetterContext extends DecisionContext {
  readonly reference: ReferenceKey;
}

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

/** The letter on record. `LETTER_VOID`: nothing happens any more under a void number; `LETTER_NOT_SENT`. */
export function letterOf(state: CommunicationState, reference: ReferenceKey): LetterOnRecord {
  if (state.voided) throw new LedgerError('LETTER_VOID', referenceKey(reference));
  if (state.letter === undefined) throw new LedgerError('LETTER_NOT_SENT', referenceKey(reference));
  return state.letter;
}

/** The letter, when something can have happened to it on that day: `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`, and what `letterOf` throws. */
export function letterBy(on: string, context: OnLetterContext, state: CommunicationState): LetterOnRecord {
  const letter = letterOf(state, context.reference);
  refuseFuture(on, context);
  refuseBeforeLetter(on, letter.data.on);
  return letter;
}

/** The reply on record, or `REPLY_UNKNOWN`. */
export function replyOf(state: CommunicationState, id: string): ReplyOnRecord {
  const reply = state.replies.find((one) => one.id === id);
  if (reply === undefined)
    throw new LedgerError('REPLY_UNKNOWN', { path: 'reply', reason: 'not a reply to this letter' });
  return reply;
}

/** An act about one reply. */
export interface OnReply {
  readonly on: string;
  readonly reply: string;
}

/** The reply, when something can have happened to it on that day: `DATE_BEFORE_REPLY`, and what `letterBy` and `replyOf` throw. */
export function replyBy(
  { on, reply: id }: OnReply,
  context: OnLetterContext,
  state: CommunicationState,
): ReplyOnRecord {
  letterBy(on, context, state);
  const reply = replyOf(state, id);
  if (lastDay(on) < firstDay(reply.on))
    throw new LedgerError('DATE_BEFORE_REPLY', { path: 'on', reason: `the reply is dated ${reply.on}` });
  return reply;
}
