import type { AgencyEntitlement, SharedKind } from './agency-entitlements.js';
import { inForceOn } from './in-force.js';
import type { Policy } from './policy.js';

/** What each agency may see, as adopted. An agency that is not named has no topic of events. */
export interface EntitlementPolicy extends Policy {
  readonly agencies: readonly AgencyEntitlement[];
}

const published: readonly SharedKind[] = ['communication', 'press_release', 'follow_up', 'report'];

const entitlements2025: EntitlementPolicy = {
  file: 'agency-entitlements.2025.json',
  from: '2025-01-01',
  rule: 'An agency reads over Kafka what this table says, and nothing else; unless something else was agreed, what everyone reads. None sees an allegation, a subject or an access.',
  source: 'Made for this ledger; to be replaced by what is agreed with each agency',
  agencies: ['labour', 'migration', 'drugs-and-crime', 'national-institutions'].map((agency): AgencyEntitlement => ({
    agency,
    codes: 'every',
    kinds: published,
    labels: ['public'],
  })),
};

/** The files, oldest first: a new agreement is a file put at the end. */
export const entitlementFiles: readonly [EntitlementPolicy, ...EntitlementPolicy[]] = [entitlements2025];

/** What every agency may see on a day, `2025-06-20`. */
export const entitlementsOn = (day: string): readonly AgencyEntitlement[] => inForceOn(entitlementFiles, day).agencies;

/** The agencies that read the ledger over Kafka now. */
export const agencyEntitlements: readonly AgencyEntitlement[] =
  entitlementFiles[entitlementFiles.length - 1]?.agencies ?? [];
