import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseBeforeLetter, refuseFuture, refuseSamePerson, type SecondPerson } from '../decision.js';
import type { HandlingState } from '../handling/handling.js';
import type { CommunicationState } from './communication.js';
import { confidentialityIsOver } from './elapse-windows.js';
import { letterOf, proposeOn } from './propose.js';
import type { LetterPublished } from './publication.js';
import type { OnLetterContext } from './receive-reply.js';

/** `ps` is the publisher's pseudonym in the letter's handling stream. */
export type PublicationContext = OnLetterContext & SecondPerson;

export interface PublicationFacts {
  readonly communication: CommunicationState;
  readonly handling: HandlingState;
}

/**
 * Publishes a letter. `LETTER_NOT_SENT`, `ALREADY_PUBLISHED`, `WINDOW_OPEN`, `REDACTION_NOT_APPROVED` (the approval must be of the letter as
 * last recorded), `FOUR_EYES` (who proposed the redaction does not publish it), `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`.
 */
export function publishLetter(
  data: LetterPublished,
  context: PublicationContext,
  { communication, handling }: PublicationFacts,
): ProposedEvent[] {
  const letter = letterOf(communication, context.reference);
  if (communication.published) throw new LedgerError('ALREADY_PUBLISHED');
  refuseFuture(data.on, context);
  refuseBeforeLetter(data.on, letter.data.on);
  if (!confidentialityIsOver(communication, context.now)) throw new LedgerError('WINDOW_OPEN');
  const proposal = handling.proposals.find(({ approval }) => approval === data.approval);
  if (proposal?.letter !== letter.id)
    throw new LedgerError('REDACTION_NOT_APPROVED', { path: 'approval', reason: 'not of the letter as last recorded' });
  refuseSamePerson(proposal.ps, context);
  return [proposeOn(context.reference, 'LetterPublished', data)];
}
