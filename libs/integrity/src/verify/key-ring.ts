import type { Ed25519Jwk, KeyPurpose, X25519Jwk } from '../keys.js';

/** A key as the statements of `ledger-keys` tell its life; all numbers are positions, `trustedBelow` is a size. */
export interface LedgerKey {
  readonly kid: string;
  readonly jwk: Ed25519Jwk | X25519Jwk;
  readonly purpose: KeyPurpose;
  readonly addedAt: number;
  /** The key that signed the KeyAdded statement. */
  readonly addedBy: string;
  retiredAt?: number;
  revokedAt?: number;
  trustedBelow?: number;
}

export type KeyVerdict =
  'trusted' | 'doubted' | 'KEY_UNKNOWN' | 'KEY_NOT_YET_ADDED' | 'KEY_PURPOSE' | 'KEY_RETIRED' | 'KEY_REVOKED';

/** All keys the ledger ever had, by thumbprint. */
export class KeyRing {
  private readonly keys = new Map<string, LedgerKey>();

  get(kid: string): LedgerKey | undefined {
    return this.keys.get(kid);
  }

  /** False when a key with this thumbprint was added before: a kid is added once, never again. */
  add(key: LedgerKey): boolean {
    if (this.keys.has(key.kid)) return false;
    this.keys.set(key.kid, key);
    return true;
  }

  /**
   * Whether a key may sign the statement at a position (design 7.1). It must have been added below it, and be neither retired nor
   * revoked below it; between the last trusted size and the revocation its statements are doubted, and so is all that a key added
   * by a doubted statement signs. Positions 0 and 1 are signed by the key that 1 adds.
   */
  judge(kid: string, position: number): KeyVerdict {
    const key = this.keys.get(kid);
    if (key === undefined) return 'KEY_UNKNOWN';
    const isGenesis = key.addedAt === 1 && position <= 1;
    if (key.addedAt >= position && !isGenesis) return 'KEY_NOT_YET_ADDED';
    if (key.purpose !== 'issuer') return 'KEY_PURPOSE';
    if (key.revokedAt !== undefined && position > key.revokedAt) return 'KEY_REVOKED';
    if (key.retiredAt !== undefined && position > key.retiredAt) return 'KEY_RETIRED';
    return this.isDoubted(key, position) ? 'doubted' : 'trusted';
  }

  /** Log keys added and not retired or revoked, the last added first. */
  currentLogKeys(): LedgerKey[] {
    return [...this.keys.values()]
      .filter((key) => key.purpose === 'log' && key.retiredAt === undefined && key.revokedAt === undefined)
      .sort((a, b) => b.addedAt - a.addedAt);
  }

  /** All keys the log ever had, in the order in which they were added. */
  get logKeys(): LedgerKey[] {
    return [...this.keys.values()].filter((key) => key.purpose === 'log').sort((a, b) => a.addedAt - b.addedAt);
  }

  private isDoubted(key: LedgerKey, position: number): boolean {
    for (let signer: LedgerKey | undefined = key, at = position; signer !== undefined;) {
      const { trustedBelow, revokedAt } = signer;
      if (trustedBelow !== undefined && revokedAt !== undefined && trustedBelow <= at && at < revokedAt) return true;
      if (signer.addedAt >= at) return false;
      at = signer.addedAt;
      signer = this.keys.get(signer.addedBy);
    }
    return false;
  }
}
