import type { TreeHead, Trust } from '#libs/integrity';

/** Which checkpoint is asked for: the newest that is shown to an auditor, or the one that is shown to everyone, which witnesses cosign. */
export type CheckpointKind = 'newest' | 'public';

/** Where a quorum is pinned, only what it has cosigned is believed. */
export const toBeShown = ({ policy }: Trust): CheckpointKind => (policy.quorum === 'none' ? 'newest' : 'public');

/** What a record of heads discloses. */
export interface DisclosedHeads {
  readonly position: number;
  /** Texts, in any order. */
  readonly disclosures: readonly string[];
}

/** A ledger that is read from outside. Nothing it says is believed: every answer is checked by whoever asked. */
export abstract class LedgerSource {
  /** The text of `trust.json`, which shows only what the ledger says of itself. */
  abstract trust(): Promise<string>;

  /** A signed checkpoint, verbatim. */
  abstract checkpoint(kind: CheckpointKind): Promise<string>;

  /** Statements in order of position, from a position to before another, as compact JWTs; as many at a time as the ledger gives. */
  abstract statements(from: number, to: number): AsyncIterable<readonly string[]>;

  /** What the records of heads disclose, in order, from a revision of their stream on; `undefined` when it is not for this reader. */
  abstract heads(from: number): Promise<readonly DisclosedHeads[] | undefined>;

  /** The proof that the tree of `to` leaves continues that of `from` (RFC 9162, 2.1.4); `from` ≥ 1. */
  abstract consistency(from: TreeHead, to: TreeHead): Promise<readonly Uint8Array[]>;
}
