import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { CommunicationState } from '../communication/communication.js';
import { letterOf } from '../communication/propose.js';
import type { OnLetterContext } from '../communication/receive-reply.js';
import { handlingStreamOf, type ReferenceKey } from '../communication/reference.js';
import { refuseBeforeLetter, refuseFuture, refuseSamePerson, type SecondPerson } from '../decision.js';
import type { PayloadOf } from '../event-types.js';
import { handlingEvents, type RedactionApproved, type RedactionProposed } from './handling.events.js';
import type { HandlingState } from './handling.js';

type HandlingEvents = typeof handlingEvents;

/**
 * Puts a redaction of the letter forward. `LETTER_NOT_SENT`, `ALREADY_PUBLISHED`, `EVENT_UNKNOWN` when it is not of the letter as last
 * recorded, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`.
 */
export function proposeRedaction(
  data: RedactionProposed,
  context: OnLetterContext,
  communication: CommunicationState,
): ProposedEvent[] {
  const letter = letterOf(communication, context.reference);
  if (communication.published) throw new LedgerError('ALREADY_PUBLISHED');
  if (data.letter !== letter.id)
    throw new LedgerError('EVENT_UNKNOWN', { path: 'letter', reason: `the letter as last recorded is ${letter.id}` });
  refuseFuture(data.on, context);
  refuseBeforeLetter(data.on, letter.data.on);
  return [proposeOn(context.reference, 'RedactionProposed', data)];
}

/** Approves a redaction that awaits it. `REDACTION_NOT_PROPOSED`, `FOUR_EYES`, `DATE_IN_FUTURE`. */
export function approveRedaction(
  data: RedactionApproved,
  context: OnLetterContext & SecondPerson,
  handling: HandlingState,
): ProposedEvent[] {
  const proposal = handling.proposals.find(({ id }) => id === data.proposal);
  if (proposal === undefined || proposal.approval !== undefined) throw new LedgerError('REDACTION_NOT_PROPOSED');
  refuseSamePerson(proposal.ps, context);
  refuseFuture(data.on, context);
  return [proposeOn(context.reference, 'RedactionApproved', data)];
}

/** Handling belongs to no addressee's file: only staff read it. */
const proposeOn = <T extends keyof HandlingEvents>(
  reference: ReferenceKey,
  type: T,
  data: PayloadOf<HandlingEvents[T]>,
): ProposedEvent<T> => ({
  stream: handlingStreamOf(reference),
  type,
  version: handlingEvents[type].ver,
  codes: [],
  data,
});
