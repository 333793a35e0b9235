import type { AgencyEntitlement, SharedKind } from './agency-entitlements.js';
import { inForceOn } from './in-force.js';
import type { Policy } from './policy.js';

/** What each agency may see, as adopted. An agency that is not named sees nothing but what everyone reads elsewhere. */
export interface EntitlementPolicy extends Policy {
  readonly agencies: readonly AgencyEntitlement[];
}

const ofTheLedger: readonly SharedKind[] = ['ledger-policy', 'ledger-keys', 'ledger-heads'];
const ofLetters: readonly SharedKind[] = ['communication', 'press_release', 'follow_up', 'report'];

const entitlements2025: EntitlementPolicy = {
  file: 'agency-entitlements.2025.json',
  from: '2025-01-01',
  rule: 'Agencies of the United Nations see the record of a letter from the moment it is sent, and what everyone reads; a national institution sees what everyone reads in the file of its own State. None sees an allegation, a subject or an access.',
  source: 'Made for this ledger; to be replaced by what is agreed with each agency',
  agencies: [
    ...['drugs-and-crime', 'labour', 'migration'].map((agency): AgencyEntitlement => ({
      agency,
      codes: 'every',
      kinds: [...ofLetters, ...ofTheLedger],
      labels: ['public', 'addressee_facing'],
    })),
    { agency: 'national-khm', codes: ['KHM'], kinds: [...ofLetters, ...ofTheLedger], labels: ['public'] },
  ],
};

/** The files, oldest first: a new agreement is a file put at the end. */
export const entitlementFiles: readonly [EntitlementPolicy, ...EntitlementPolicy[]] = [entitlements2025];

/** What every agency may see on a day, `2025-06-20`. */
export const entitlementsOn = (day: string): readonly AgencyEntitlement[] => inForceOn(entitlementFiles, day).agencies;
