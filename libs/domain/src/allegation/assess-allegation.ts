import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture } from '../decision.js';
import type { AllegationState } from './allegation.js';
import type { AllegationAssessed, AllegationClosed, AllegationMerged, AssessmentDecision } from './assessment.js';
import { type OnAllegationContext, proposeOn, refuseEnded } from './on-allegation.js';
import { demandTransmission, isTransmitted, type Together } from './transmission.js';

export interface MergerFacts {
  /** The one that ends, then those that became one with it before. */
  readonly ending: Together;
  /** The one that goes on, then those that became one with it before. */
  readonly into: Together;
}

/**
 * Records whether the allegation is taken up; a later assessment takes the place of an earlier one. `ALLEGATION_UNKNOWN`,
 * `ALLEGATION_ENDED`, `CRITERIA_NOT_MET` for taking up what does not meet a criterion, `BODY_INVALID` without a reason, `DATE_IN_FUTURE`.
 */
export function assessAllegation(
  data: AllegationAssessed,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  refuseEnded(allegation);
  if (data.reasons.length === 0)
    throw new LedgerError('BODY_INVALID', { path: 'reasons', reason: 'give at least one' });
  const missed = Object.entries(data.criteria).filter(([, met]) => !met);
  if (data.decision === 'pursue' && missed.length > 0)
    throw new LedgerError(
      'CRITERIA_NOT_MET',
      missed.map(([name]) => ({ path: `criteria/${name}`, reason: 'not met' })),
    );
  refuseFuture(data.on, context);
  return [proposeOn(context, 'AllegationAssessed', data)];
}

/**
 * Ends an allegation that tells the same as another one. `ALLEGATION_UNKNOWN` for either, `ALLEGATION_ENDED` for either,
 * `ASSESSMENT_MISSING` unless the last assessment decided to merge, `BODY_INVALID` into itself, `CONSENT_MISSING` where a letter was sent on
 * either and a person in the other does not consent to transmission: from now on both stand behind it; `DATE_IN_FUTURE`.
 */
export function mergeAllegation(
  data: AllegationMerged,
  context: OnAllegationContext,
  { ending, into }: MergerFacts,
): ProposedEvent[] {
  refuseEnded(ending[0]);
  if (data.into === context.allegationId)
    throw new LedgerError('BODY_INVALID', { path: 'into', reason: 'must be another allegation' });
  refuseEnded(into[0]);
  demandDecision(ending[0], 'merge');
  if (isTransmitted(into)) demandTransmission(ending);
  if (isTransmitted(ending)) demandTransmission(into);
  refuseFuture(data.on, context);
  return [proposeOn(context, 'AllegationMerged', data)];
}

/**
 * Closes an allegation. `ALLEGATION_UNKNOWN`, `ALLEGATION_ENDED`, `ASSESSMENT_MISSING` when it is closed as declined and the last
 * assessment did not decide so, `DATE_IN_FUTURE`.
 */
export function closeAllegation(
  data: AllegationClosed,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  refuseEnded(allegation);
  if (data.reason === 'declined') demandDecision(allegation, 'decline');
  refuseFuture(data.on, context);
  return [proposeOn(context, 'AllegationClosed', data)];
}

function demandDecision({ decision }: AllegationState, needed: AssessmentDecision): void {
  if (decision !== needed)
    throw new LedgerError('ASSESSMENT_MISSING', { path: 'decision', reason: `needed: ${needed}` });
}
