import { isOccurredOn, zurichDayOf } from '#libs/domain';

import { dayOf } from './figures/days.js';
import { type LetterObligations, letterOf } from './obligations.projection.js';

/**
 * The letter left on a later day than is printed on it. Its windows count from the printed day all the same (design page 2.4): whoever reads
 * their ends should know that the addressee had fewer days.
 */
export interface LateDispatch {
  readonly code: 'late_dispatch';
  /** As the letter prints it. */
  readonly printedOn: string;
  /** The first day in Europe/Zurich, YYYY-MM-DD, on which a dispatch that counts can have been. */
  readonly dispatchedOn: string;
}

/** What readers of a letter's days are warned of. */
export type LetterWarning = LateDispatch;

/** The warnings on a letter as things stand. Of several dispatches the earliest counts; a date in no known form warns of nothing. */
export function warningsOn(state: LetterObligations): readonly LetterWarning[] {
  const printedOn = letterOf(state)?.data['on'];
  const [dispatchedOn] = state.dispatches.flatMap(({ on }) => dayOf(on) ?? []).sort();
  if (!isOccurredOn(printedOn) || dispatchedOn === undefined || state.voided) return [];
  return dispatchedOn > zurichDayOf(printedOn) ? [{ code: 'late_dispatch', printedOn, dispatchedOn }] : [];
}
