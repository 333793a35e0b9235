import { LedgerError } from '#libs/ledger';
import { parseTrust, type Slots, verifyBundle, type VerifyResult } from '#libs/integrity';
import { beginWholeFold, recomputeViews } from '../recompute-views.js';

/** The types this program knows, and their slots; vite.config.js writes them here, as the payload classes are no part of a page. */
declare const ledgerKinds: readonly string[];
declare const ledgerSlots: Slots;

export interface BrowserOptions {
  /** The text of the `trust.json` to pin; without it the bundle is trusted on first use. */
  readonly trust?: string;
  /** The text of an older checkpoint that the bundle must continue. */
  readonly since?: string;
}

/**
 * Verifies a bundle in the browser: the same verification that `ledger-audit verify` runs, with the browser's own Ed25519. Throws
 * `CONFIGURATION` when the trust text is none.
 */
export async function verify(bundle: Uint8Array, { trust, since }: BrowserOptions = {}): Promise<VerifyResult> {
  const pinned = trust === undefined ? undefined : parseTrust(trust);
  if (trust !== undefined && pinned === undefined)
    throw new LedgerError('CONFIGURATION', 'it is not a trust file (ledger-trust/1)');
  const options = { ...(pinned && { trust: pinned }), ...(since !== undefined && { since }) };
  return verifyBundle(bundle, { ...options, recomputeViews, beginWholeFold, slots: ledgerSlots, kinds: ledgerKinds });
}
