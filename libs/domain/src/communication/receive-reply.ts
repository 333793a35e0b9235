import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { DecisionContext } from '../decision.js';
import type { CommunicationState, ReplyOnRecord } from './communication.js';
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
  /** The letter in whose stream `sameReplyAs` stands; none when it stands in no letter's. */
  readonly elsewhere?: CommunicationState | undefined;
}

/** A letter that is answered, with its state. */
export interface AnsweredLetter {
  readonly reference: ReferenceKey;
  readonly state: CommunicationState;
}

/**
 * Records a reply to one letter or, as one event each, to several. From the second on an event says which one is the same reply, so that
 * figures count it once; each of them, when the reply is on record for another letter already. `LETTER_NOT_SENT`, `LETTER_VOID`,
 * `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`, `BODY_INVALID` for no letter or one named twice, and for a `sameReplyAs` that is no reply of that day
 * and kind to another letter, or one that is on record for a letter answered here.
 */
export function receiveReply(
  data: ReplyReceived,
  context: ReplyContext,
  letters: readonly AnsweredLetter[],
): ProposedEvent[] {
  const keys = letters.map(({ reference }) => referenceKey(reference));
  if (keys.length === 0 || new Set(keys).size < keys.length)
    throw new LedgerError('BODY_INVALID', { path: 'answers', reason: 'must name one or more different letters' });
  const before = data.sameReplyAs === undefined ? undefined : firstOf(data, context, letters);
  return letters.map(({ reference, state }, index) => {
    letterBy(data.on, { ...context, reference }, state);
    const sameReplyAs = before ?? (index === 0 ? undefined : context.replyId);
    return proposeOn(reference, 'ReplyReceived', sameReplyAs === undefined ? data : { ...data, sameReplyAs });
  });
}

/** The event with which the same reply came on record, for whichever letter; figures count replies by it. */
function firstOf(
  { sameReplyAs, on, kind }: ReplyReceived,
  { elsewhere }: ReplyContext,
  letters: readonly AnsweredLetter[],
): string {
  const same = elsewhere?.replies.find(
    (one) => (one.id === sameReplyAs || one.sameReplyAs === sameReplyAs) && one.on === on && one.kind === kind,
  );
  const first = same && rootOf(same);
  if (first === undefined || letters.some(({ state }) => state.replies.some((one) => rootOf(one) === first)))
    throw new LedgerError('BODY_INVALID', {
      path: 'sameReplyAs',
      reason: 'must be a reply of that day and kind to another letter',
    });
  return first;
}

const rootOf = ({ id, sameReplyAs }: ReplyOnRecord): string => sameReplyAs ?? id;
