import type { ErrorCode, ErrorDetail } from '#libs/ledger';

/** Where an event of a submission stands in the ledger. */
export interface RecordedPlace {
  readonly eventId: string;
  readonly type: string;
  readonly position: number;
  readonly time: string;
  /** Compact JWT, in which what is sealed stands as digests. */
  readonly statement: string;
  /** Path of its proof. */
  readonly proof: string;
}

/** Why a submission was not recorded; no value of it is quoted. */
export interface Problem {
  readonly code: ErrorCode;
  readonly title: string;
  readonly errors: readonly ErrorDetail[];
}

/**
 * What became of a submission. `refused` is between the ledger and the agency, which is known to have said it. `rejected` is what nobody is
 * known to have said, and what could not be taken for a fault of ours: that is kept as a dead letter.
 */
export type Verdict =
  | { readonly outcome: 'recorded'; readonly events: readonly RecordedPlace[] }
  | { readonly outcome: 'refused' | 'rejected'; readonly problem: Problem };

/** What the registry says while it is not known that the agency said anything. */
const unattributed: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SUBMISSION_UNREADABLE',
  'SUBMISSION_UNVERIFIED',
  'SUBMISSION_MISDIRECTED',
  'SUBMISSION_EXPIRED',
  'KEY_UNKNOWN',
  'KEY_ENDED',
  'INTERNAL',
]);

export const verdictOn = (problem: Problem): Verdict => ({
  outcome: unattributed.has(problem.code) ? 'rejected' : 'refused',
  problem,
});
