import type { FindingCode, VerifyResult } from '#libs/integrity';

/** For each check that a foreign verifier makes: the findings of ours that are about the same. */
export type Checks = Readonly<Record<string, readonly FindingCode[]>>;

/** The verifier in Go asks what a transparency log can be asked. */
export const goChecks = {
  checkpoint: ['CHECKPOINT_FORM', 'CHECKPOINT_SIGNATURE', 'CHECKPOINT_UNKNOWN_LOG', 'CHECKPOINT_DUPLICATE_SIGNATURE'],
  witnesses: ['WITNESS_QUORUM'],
  ended: ['CHECKPOINT_KEY_ENDED'],
  proofs: ['PROOF_MISSING', 'PROOF_FORM', 'INCLUSION'],
  tiles: ['POSITION_MISSING', 'TILE', 'INCLUSION'],
  consistency: ['CONSISTENCY'],
} as const satisfies Checks;

/** The verifier in Python reads the statements themselves. */
export const pythonChecks = {
  digests: ['FILE_DIGEST'],
  origin: ['ORIGIN'],
  lines: ['LINE'],
  header: ['HEADER'],
  canonical: ['NON_CANONICAL', 'DUPLICATE_KEY'],
  keys: ['GENESIS', 'KEY_EVENT', 'KEY_UNKNOWN', 'KEY_NOT_YET_ADDED', 'KEY_PURPOSE', 'KEY_RETIRED', 'KEY_REVOKED'],
  signatures: ['BAD_SIGNATURE'],
  time: ['TIME_ORDER'],
  ids: ['JTI_DUPLICATE'],
  streams: ['REVISION_GAP', 'REVISION_DUPLICATE'],
  disclosures: ['DISCLOSURE_FORM', 'DISCLOSURE_UNREFERENCED', 'DISCLOSURE_DUPLICATE', 'DISCLOSURE_MISSING'],
  ciphertexts: ['CIPHERTEXTS'],
  heads: [
    'HEADS_RECORD',
    'HEADS_UNDISCLOSED',
    'HEADS_LIST',
    'HEADS_FORM',
    'STREAM_INCOMPLETE',
    'STREAM_NOT_LISTED',
    'STREAM_BEYOND_HEAD',
  ],
  leaves: ['POSITION_MISSING', 'TILE', 'PROOF_MISSING', 'PROOF_FORM', 'INCLUSION'],
  ended: ['CHECKPOINT_KEY_ENDED'],
} as const satisfies Checks;

/**
 * What neither foreign verifier looks at, and why it cannot be compared: the container is read by the zip libraries of their languages, the
 * rules of form and of who may read what are this ledger's own, and its views are folded by its own projections.
 */
export const notCompared: readonly FindingCode[] = [
  ...(['ZIP_INVALID', 'ZIP_PATH', 'ZIP_DUPLICATE', 'ZIP_LIMIT', 'ZIP_FEATURE'] as const),
  ...(['FILE_MISSING', 'FILE_UNEXPECTED', 'BUNDLE_JSON'] as const),
  ...(['TOO_LARGE', 'CLAIMS', 'UNKNOWN_TYPE', 'AUDIENCE', 'SD_PLACEMENT'] as const),
  ...(['VIEW_DIFFERS', 'DOCUMENT_UNREFERENCED', 'README_ALTERED'] as const),
];

/** What a foreign verifier says of one bundle: of each check it made "ok" or what is wrong. */
export interface ForeignVerdict {
  readonly bundle: string;
  readonly checks?: Readonly<Record<string, string>>;
  readonly error?: string;
}

/** One sentence for each check on which the two do not agree. */
export function disagreements(ours: VerifyResult, theirs: ForeignVerdict, checks: Checks): string[] {
  if (theirs.checks === undefined) return [`could not read it: ${theirs.error ?? 'no answer'}`];
  const found = new Set(ours.findings.map(({ code }) => code));
  return Object.entries(theirs.checks).flatMap(([check, verdict]) => {
    const codes = (checks[check] ?? []).filter((code) => found.has(code));
    const isSame = (codes.length === 0) === (verdict === 'ok');
    return isSame ? [] : [`${check}: ours [${codes.join(' ')}], theirs "${verdict}"`];
  });
}
