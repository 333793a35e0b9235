import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { letterBy, letterOf, replyOf } from '../communication/propose.js';
import {
  isProposedOfRecord,
  type PublicationContext,
  type PublicationFacts,
} from '../communication/publication-rules.js';
import { refuseFuture, refuseSamePerson } from '../decision.js';
import type { RedactionOnRecord } from './handling.js';
import { proposeWork } from './propose-work.js';
import type { RedactionApproved, RedactionProposed } from './redaction.js';

/**
 * Puts a redaction of the letter, or of a reply to it, forward; also of a published one, whose rendition it may replace. `LETTER_NOT_SENT`,
 * `LETTER_VOID`, `EVENT_UNKNOWN` when it names another record of the letter than the last, `REPLY_UNKNOWN`, `DATE_IN_FUTURE`,
 * `DATE_BEFORE_LETTER`.
 */
export function proposeRedaction(
  data: RedactionProposed,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  const letter = letterBy(data.on, context, communication);
  if (data.letter !== letter.id)
    throw new LedgerError('EVENT_UNKNOWN', { path: 'letter', reason: `the letter as last recorded is ${letter.id}` });
  if (data.reply !== undefined) replyOf(communication, data.reply);
  return [proposeWork(context.reference, 'RedactionProposed', data)];
}

/**
 * Approves a redaction that awaits it. `LETTER_NOT_SENT`, `LETTER_VOID`, `REDACTION_NOT_PROPOSED` (also for one of an earlier record of the
 * letter, or from before its last change), `FOUR_EYES`, `DATE_IN_FUTURE`.
 */
export function approveRedaction(
  data: RedactionApproved,
  context: PublicationContext,
  { communication, handling }: PublicationFacts,
): ProposedEvent[] {
  letterOf(communication, context.reference);
  const proposal = handling.proposals.find(({ id }) => id === data.proposal);
  if (proposal === undefined || proposal.approval !== undefined) throw notAwaiting(proposal);
  if (proposal.of === undefined && !isProposedOfRecord(proposal, communication))
    throw new LedgerError('REDACTION_NOT_PROPOSED', {
      path: 'proposal',
      reason: 'the letter was corrected since: propose one of it as last recorded',
    });
  refuseSamePerson(proposal.ps, context);
  refuseFuture(data.on, context);
  return [proposeWork(context.reference, 'RedactionApproved', data)];
}

function notAwaiting(proposal: RedactionOnRecord | undefined): LedgerError {
  const of = proposal?.of === undefined ? 'the letter' : 'the reply';
  const reason =
    proposal === undefined
      ? 'no redaction of this letter or of a reply to it has this id; record a RedactionProposed first'
      : `this one of ${of} has been approved; publish on it, or record another RedactionProposed`;
  return new LedgerError('REDACTION_NOT_PROPOSED', { path: 'proposal', reason });
}
