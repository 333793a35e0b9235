import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { DecisionContext } from '../decision.js';
import type { CommunicationState } from './communication.js';
import { letterBy, type OnLetterContext, proposeOn } from './propose.js';
import { type ReferenceKey, referenceKey } from './reference.js';
import type { DispatchConfirmed, ReplyReceived } from './reply.js';

/** Records that the letter reached its addressee. `LETTER_NOT_SENT`, `LETTER_VOID`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`. */
export function confirmDispatch(
  data: DispatchConfirmed,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  letterBy(data.on, context, state);
  return [proposeOn(context.reference, 'DispatchConfirmed', data)];
}

export interface ReplyContext extends DecisionContext {
  /** The id that the first of the events will have. */
  readonly replyId: string;
}

/** A letter that is answered, with its state. */
export interface AnsweredLetter {
  readonly reference: ReferenceKey;
  readonly state: CommunicationState;
}

/**
 * Records a reply to one letter or, as one event each, to several. From the second on an event says which one is the same reply, so that
 * figures count it once. `LETTER_NOT_SENT`, `LETTER_VOID`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`, `BODY_INVALID` for no letter or one named
 * twice.
 */
export function receiveReply(
  data: ReplyReceived,
  context: ReplyContext,
  letters: readonly AnsweredLetter[],
): ProposedEvent[] {
  const keys = letters.map(({ reference }) => referenceKey(reference));
  if (keys.length === 0 || new Set(keys).size < keys.length)
    throw new LedgerError('BODY_INVALID', { path: 'answers', reason: 'must name one or more different letters' });
  return letters.map(({ reference, state }, index) => {
    letterBy(data.on, { ...context, reference }, state);
    return proposeOn(reference, 'ReplyReceived', index === 0 ? data : { ...data, sameReplyAs: context.replyId });
  });
}
