import type { TreeHead } from '#libs/integrity';

/** A ledger that is read from outside. Nothing it says is believed: every answer is checked by whoever asked. */
export abstract class LedgerSource {
  /** The text of `trust.json`, which shows only what the ledger says of itself. */
  abstract trust(): Promise<string>;

  /** The newest signed checkpoint, verbatim. */
  abstract checkpoint(): Promise<string>;

  /** Statements in order of position, from a position to before another, as compact JWTs; as many at a time as the ledger gives. */
  abstract statements(from: number, to: number): AsyncIterable<readonly string[]>;

  /** The proof that the tree of `to` leaves continues that of `from` (RFC 9162, 2.1.4); `from` ≥ 1. */
  abstract consistency(from: TreeHead, to: TreeHead): Promise<readonly Uint8Array[]>;
}
