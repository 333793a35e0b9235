import type { AgencyEntitlement, SharedKind } from './agency-entitlements.js';

const published: readonly SharedKind[] = ['communication', 'press_release', 'follow_up', 'report'];

/** The agencies that read the ledger over Kafka. Unless something else was agreed, each reads what everyone reads. */
export const agencyEntitlements: readonly AgencyEntitlement[] = [
  { agency: 'labour', codes: 'every', kinds: published, labels: ['public'] },
  { agency: 'migration', codes: 'every', kinds: published, labels: ['public'] },
  { agency: 'drugs-and-crime', codes: 'every', kinds: published, labels: ['public'] },
  { agency: 'national-institutions', codes: 'every', kinds: published, labels: ['public'] },
];
