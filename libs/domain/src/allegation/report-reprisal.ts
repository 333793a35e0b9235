import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture } from '../decision.js';
import type { AllegationState } from './allegation.js';
import { type OnAllegationContext, proposeOn, receivedOf } from './on-allegation.js';
import type { ReprisalReported, ReprisalRiskReviewed } from './reprisal.js';

/**
 * Records that somebody is said to suffer for the allegation; taken at any time, also after it was closed. `ALLEGATION_UNKNOWN`,
 * `BODY_INVALID` when it names neither against whom nor what, `DATE_IN_FUTURE`.
 */
export function reportReprisal(
  data: ReprisalReported,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  receivedOf(allegation);
  for (const path of ['against', 'acts'] as const)
    if (data[path].length === 0) throw new LedgerError('BODY_INVALID', { path, reason: 'must not be empty' });
  refuseFuture(data.on, context);
  return [proposeOn(context, 'ReprisalReported', data)];
}

/**
 * Records how great the risk of reprisals is held to be. `ALLEGATION_UNKNOWN`, `DATE_IN_FUTURE`, `DATE_INVALID` for a next review that
 * does not lie ahead.
 */
export function reviewReprisalRisk(
  data: ReprisalRiskReviewed,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  receivedOf(allegation);
  refuseFuture(data.on, context);
  if (data.reviewOn !== null && data.reviewOn <= context.today)
    throw new LedgerError('DATE_INVALID', { path: 'reviewOn', reason: 'must lie ahead' });
  return [proposeOn(context, 'ReprisalRiskReviewed', data)];
}
