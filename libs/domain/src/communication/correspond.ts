import type { ProposedEvent } from '#libs/ledger';
import { refuseBeforeLetter } from '../decision.js';
import type { CommunicationState } from './communication.js';
import type { AddresseeNotified, FurtherInformationRequested } from './correspondence.js';
import { letterBy, type OnLetterContext, proposeOn, replyOf } from './propose.js';
import type { ReminderSent } from './reminder.js';

/** Records that the addressee was reminded. `LETTER_NOT_SENT`, `LETTER_VOID`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`. */
export function remindAddressee(
  data: ReminderSent,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  letterBy(data.on, context, state);
  return [proposeOn(context.reference, 'ReminderSent', data)];
}

/**
 * Records that more was asked. `LETTER_NOT_SENT`, `LETTER_VOID`, `REPLY_UNKNOWN` for a reply that was not given to this letter,
 * `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER` (of the request, or of the day an answer is asked by before it).
 */
export function requestFurtherInformation(
  data: FurtherInformationRequested,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  letterBy(data.on, context, state);
  if (data.reply !== undefined) replyOf(state, data.reply);
  if (data.replyAskedBy !== null) refuseBeforeLetter(data.replyAskedBy, data.on, 'replyAskedBy');
  return [proposeOn(context.reference, 'FurtherInformationRequested', data)];
}

/** Records what the addressee was told of the case. `LETTER_NOT_SENT`, `LETTER_VOID`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`. */
export function notifyAddressee(
  data: AddresseeNotified,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  letterBy(data.on, context, state);
  return [proposeOn(context.reference, 'AddresseeNotified', data)];
}
