/** Kinds of alleged perpetrators; the clear record never says more than the kind. */
export const perpetratorKinds = [
  'state_officials',
  'police',
  'military',
  'security_forces',
  'judiciary',
  'local_authorities',
  'armed_group',
  'criminal_group',
  'business',
  'private_individuals',
  'foreign_officials',
  'unknown',
  'other',
] as const;
export type PerpetratorKind = (typeof perpetratorKinds)[number];
