import type { HeadsAudience } from '#libs/integrity';

/** Whose file, for whose eyes; an auditor's is everybody's. */
export type BundleReaders =
  | { readonly audience: HeadsAudience; readonly code: string }
  | { readonly audience: 'auditor'; readonly code?: undefined };

export type BundleOrder = BundleReaders & {
  /** Size of an older checkpoint to which consistency is proved. */
  readonly since?: number | undefined;
};

/** Readers, and the position of the HeadsRecorded statement on which their bundle rests. */
export type Readers = BundleReaders & { readonly headsPosition: number };
