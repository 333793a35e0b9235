import { LedgerError } from '#libs/ledger';
import { equalBytes } from './bytes.js';
import { HashList } from './hash-list.js';
import { sha256 } from './platform.js';
import {
  consistencyRanges,
  inclusionRanges,
  nodeHash,
  pairHash,
  type Range,
  rangeHash,
  subtreesOf,
} from './tree-paths.js';

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256('');

/**
 * The RFC 6962 / 9162 tree over the leaves appended so far. Keeps the hash of every complete subtree, level by level, so that
 * appending is linear and any earlier root or proof takes O(log² n).
 */
export class MerkleTree {
  readonly #levels: HashList[] = [new HashList()];

  get size(): number {
    return this.#level(0).length;
  }

  /** Adds one leaf hash (32 bytes) and completes the subtrees that end with it. */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let level = 0; ; level++) {
      const list = this.#level(level);
      list.push(hash);
      if (list.length % 2 === 1) return;
      hash = pairHash(list.lastTwo());
    }
  }

  /** MTH of the first `size` leaves. Throws `POSITION_UNKNOWN` beyond the tree, as do the proofs. */
  root(size = this.size): Uint8Array {
    if (size > this.size) throw this.#unknown(size);
    return size === 0 ? emptyRoot() : this.#range({ start: 0, end: size });
  }

  /** The stored hashes of complete subtrees of 2^`level` leaves each, side by side: `count` of them from the one at `index` on. */
  subtrees(level: number, index: number, count: number): Uint8Array {
    if (index + count > (this.#levels[level]?.length ?? 0)) throw this.#unknown(index + count - 1);
    return this.#level(level).range(index, count);
  }

  /** PATH(index, D[size]), from the leaf's sibling upwards (RFC 9162 §2.1.3.1). */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    if (index < 0 || index >= size || size > this.size) throw this.#unknown(index);
    return inclusionRanges(index, size).map((range) => this.#range(range));
  }

  /** PROOF(from, D[to]); empty when the sizes are equal (RFC 9162 §2.1.4.1). `from` ≥ 1. */
  consistencyProof(from: number, to = this.size): Uint8Array[] {
    if (from < 1 || from > to || to > this.size) throw this.#unknown(from);
    return consistencyRanges(from, to).map((range) => this.#range(range));
  }

  #range(range: Range): Uint8Array {
    return rangeHash(subtreesOf(range).map(({ level, index }) => this.#level(level).at(index)));
  }

  #level(level: number): HashList {
    return (this.#levels[level] ??= new HashList());
  }

  #unknown(asked: number): LedgerError {
    return new LedgerError('POSITION_UNKNOWN', `${asked} of ${this.size}`);
  }
}

/** Whether `proof` leads from the leaf at `index` to `root` of a tree of `size` leaves (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  leaf: { readonly hash: Uint8Array; readonly index: number },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!isIndex(leaf.index) || !isIndex(tree.size) || leaf.index >= tree.size) return false;
  let [fn, sn, hash] = [leaf.index, tree.size - 1, leaf.hash];
  for (const sibling of proof) {
    if (sn === 0 || sibling.length !== 32) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      [fn, sn] = skipRightEdge(fn, sn);
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(hash, tree.root);
}

/** Whether `proof` shows that the tree `older` is a prefix of the tree `newer` (RFC 9162 §2.1.4.2). */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size < 1 || older.size > newer.size) return false;
  if (proof.some((hash) => hash.length !== 32)) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  const path = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : [...proof];
  const [first, ...rest] = path;
  if (first === undefined) return false;
  return climb(first, rest, older, newer);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

function climb(first: Uint8Array, rest: readonly Uint8Array[], older: TreeHead, newer: TreeHead): boolean {
  let [fn, sn, fr, sr] = [older.size - 1, newer.size - 1, first, first];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, fr);
      sr = nodeHash(hash, sr);
      [fn, sn] = skipRightEdge(fn, sn);
    } else sr = nodeHash(sr, hash);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(fr, older.root) && equalBytes(sr, newer.root);
}

/** Levels at which a node on the right edge has no sibling are passed over. */
function skipRightEdge(fn: number, sn: number): [number, number] {
  while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
  return [fn, sn];
}

/** Shifts would cut positions to 32 bits. */
const half = (n: number): number => Math.floor(n / 2);
const isIndex = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
