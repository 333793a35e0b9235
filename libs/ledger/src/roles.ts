/** Everyone who may act on the ledger; `operator` founds it and keeps its keys, `clock` records the passing of time. */
export const roles = [
  'intake_officer',
  'assessor',
  'drafter',
  'mandate_clerk',
  'dispatcher',
  'translator',
  'reply_analyst',
  'redactor',
  'publisher',
  'reporting_officer',
  'protection_focal_point',
  'importer',
  'auditor',
  'partner_agency',
  'addressee',
  'public',
  'operator',
  'clock',
] as const;

export type Role = (typeof roles)[number];

export const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value);
