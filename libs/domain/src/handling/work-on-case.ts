import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { letterBy } from '../communication/propose.js';
import type { PublicationContext, PublicationFacts } from '../communication/publication-rules.js';
import { refuseBeforeLetter } from '../decision.js';
import type { CaseAssigned, PublicationHeld, PublicationHoldLifted, SummaryApproved } from './case-work.js';
import { proposeWork } from './propose-work.js';

/** Says whose work the letter is. `LETTER_NOT_SENT`, `LETTER_VOID`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`, as each of these. */
export function assignCase(
  data: CaseAssigned,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  letterBy(data.on, context, communication);
  return [proposeWork(context.reference, 'CaseAssigned', data)];
}

/** Approves a summary for publication. */
export function approveSummary(
  data: SummaryApproved,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  letterBy(data.on, context, communication);
  return [proposeWork(context.reference, 'SummaryApproved', data)];
}

/** Blocks every publication of the letter. `DATE_BEFORE_LETTER` also for a review before the hold. */
export function holdPublication(
  data: PublicationHeld,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  letterBy(data.on, context, communication);
  if (data.reviewOn !== null) refuseBeforeLetter(data.reviewOn, data.on, 'reviewOn');
  return [proposeWork(context.reference, 'PublicationHeld', data)];
}

/** Takes one hold away; others stay. `HOLD_UNKNOWN` when it is not in force. */
export function liftHold(
  data: PublicationHoldLifted,
  context: PublicationContext,
  { communication, handling }: PublicationFacts,
): ProposedEvent[] {
  letterBy(data.on, context, communication);
  if (!handling.holds.some(({ id }) => id === data.hold)) throw new LedgerError('HOLD_UNKNOWN');
  return [proposeWork(context.reference, 'PublicationHoldLifted', data)];
}
