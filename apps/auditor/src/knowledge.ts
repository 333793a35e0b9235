import { kinds, slotsJson } from '#libs/domain';
import { type Slots, type VerifyOptions } from '#libs/integrity';
import { beginWholeFold, recomputeViews } from './recompute-views.js';

/** What the auditor knows of the domain; the verification itself knows only formats. */
export const knowledge: VerifyOptions = {
  recomputeViews,
  beginWholeFold,
  slots: JSON.parse(slotsJson()) as Slots,
  kinds: kinds(),
};
