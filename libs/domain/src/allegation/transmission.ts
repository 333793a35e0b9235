import { LedgerError } from '#libs/ledger';
import type { AllegationState } from './allegation.js';

/** Allegations that became one, the one that is acted on first. */
export type Together = readonly [AllegationState, ...AllegationState[]];

/**
 * `CONSENT_MISSING` unless every person in these allegations consents to transmission as things stand: what stands behind a letter is told
 * to its addressee, whichever of the allegations it came in with.
 */
export function demandTransmission([own, ...others]: Together): void {
  const silent = silentIn(own);
  if (silent >= 0)
    throw new LedgerError('CONSENT_MISSING', { path: `persons/${silent}/consent/transmit`, reason: 'not given' });
  if (others.some((other) => silentIn(other) >= 0))
    throw new LedgerError('CONSENT_MISSING', 'not given to transmit, in an allegation that became one with it');
}

/** Whether a letter was sent on any of them. */
export const isTransmitted = (together: Together): boolean => together.some(({ letters }) => letters.length > 0);

const silentIn = ({ persons }: AllegationState): number => persons.findIndex(({ consent }) => !consent.transmit);
