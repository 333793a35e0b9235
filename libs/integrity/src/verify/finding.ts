/** Every finding by the check that reports it (design 7.6). Codes are added, never renamed. */
export const findingCodes = {
  files: [
    'ZIP_INVALID',
    'ZIP_PATH',
    'ZIP_DUPLICATE',
    'ZIP_LIMIT',
    'ZIP_FEATURE',
    'FILE_MISSING',
    'FILE_UNEXPECTED',
    'FILE_DIGEST',
    'BUNDLE_JSON',
    'LINE',
    'ORIGIN',
  ],
  signatures: [
    'NON_CANONICAL',
    'DUPLICATE_KEY',
    'TOO_LARGE',
    'HEADER',
    'CLAIMS',
    'UNKNOWN_TYPE',
    'AUDIENCE',
    'SD_PLACEMENT',
    'GENESIS',
    'KEY_EVENT',
    'KEY_UNKNOWN',
    'KEY_NOT_YET_ADDED',
    'KEY_PURPOSE',
    'KEY_RETIRED',
    'KEY_REVOKED',
    'BAD_SIGNATURE',
    'TIME_ORDER',
    'JTI_DUPLICATE',
    'DISCLOSURE_FORM',
    'DISCLOSURE_UNREFERENCED',
    'DISCLOSURE_DUPLICATE',
    'DISCLOSURE_MISSING',
    'CIPHERTEXTS',
  ],
  inclusion: [
    'POSITION_MISSING',
    'TILE',
    'CHECKPOINT_FORM',
    'CHECKPOINT_SIGNATURE',
    'CHECKPOINT_UNKNOWN_LOG',
    'CHECKPOINT_DUPLICATE_SIGNATURE',
    'CHECKPOINT_KEY_ENDED',
    'WITNESS_QUORUM',
    'PROOF_MISSING',
    'PROOF_FORM',
    'INCLUSION',
  ],
  consistency: ['CONSISTENCY'],
  streams: [
    'REVISION_GAP',
    'REVISION_DUPLICATE',
    'HEADS_RECORD',
    'HEADS_UNDISCLOSED',
    'HEADS_LIST',
    'HEADS_FORM',
    'STREAM_INCOMPLETE',
    'STREAM_NOT_LISTED',
    'STREAM_BEYOND_HEAD',
  ],
  views: ['VIEW_DIFFERS', 'DOCUMENT_UNREFERENCED', 'README_ALTERED'],
} as const;

export type CheckName = keyof typeof findingCodes;
export type FindingCode = (typeof findingCodes)[CheckName][number];

export const checkNames = Object.keys(findingCodes) as readonly CheckName[];

/** Something the auditor found wrong. `detail` is one plain sentence part without sealed values. */
export interface Finding {
  readonly code: FindingCode;
  readonly position?: number;
  readonly stream?: string;
  readonly detail: string;
}

/** Where in the ledger a finding belongs; a statement is such a place. */
export interface Place {
  readonly position?: number;
  readonly stream?: string;
}

const checkOf = new Map(checkNames.flatMap((check) => findingCodes[check].map((code) => [code, check] as const)));
const mostListed = 1_000;

/** Collects what is found. A malicious file can be wrong in millions of places: beyond 1,000 they are counted, not kept. */
export class Findings {
  private readonly items: (Finding | Findings)[] = [];
  private readonly counts = new Map<CheckName, number>();
  private kept = 0;

  /**
   * A place of its own in the order, for a check that runs beside others: what it finds stands where the part was taken, whenever it is
   * found.
   */
  part(part = new Findings()): Findings {
    this.items.push(part);
    return part;
  }

  add(code: FindingCode, detail: string, { position, stream }: Place = {}): void {
    const check = checkOf.get(code) ?? 'files';
    this.counts.set(check, (this.counts.get(check) ?? 0) + 1);
    if (this.kept >= mostListed) return;
    this.kept++;
    this.items.push({
      code,
      ...(position !== undefined && { position }),
      ...(stream !== undefined && { stream: printable(stream) }),
      detail: printable(detail),
    });
  }

  count(check: CheckName): number {
    return this.parts.reduce((sum, part) => sum + part.count(check), this.counts.get(check) ?? 0);
  }

  get list(): readonly Finding[] {
    return this.items.flatMap((item) => (item instanceof Findings ? item.list : [item])).slice(0, mostListed);
  }

  /** How many were found in all, those not kept included. */
  get total(): number {
    return checkNames.reduce((sum, check) => sum + this.count(check), 0);
  }

  /** So much is wrong that reading on tells nobody more. */
  get isFull(): boolean {
    return this.kept >= mostListed;
  }

  private get parts(): Findings[] {
    return this.items.filter((item) => item instanceof Findings);
  }
}

/** What a file says may be printed to a terminal: no control characters, no walls of text. */
export function printable(text: string): string {
  const plain = text.slice(0, 300).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '?');
  return text.length > 300 ? `${plain}…` : plain;
}
