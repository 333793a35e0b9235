import { LedgerError } from '#libs/ledger';
import { concat, equalBytes } from './bytes.js';
import { HashList } from './hash-list.js';
import { sha256 } from './platform.js';

const nodePrefix = Uint8Array.of(1);

/** SHA-256(0x01 ‖ left ‖ right), RFC 9162 §2.1.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(nodePrefix, left, right));

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256('');

/** Largest power of two smaller than `n` (n > 1): where RFC 9162 splits a tree. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

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
      hash = nodeHash(list.at(list.length - 2), list.at(list.length - 1));
    }
  }

  /** MTH of the first `size` leaves. Throws `POSITION_UNKNOWN` beyond the tree, as do the proofs. */
  root(size = this.size): Uint8Array {
    if (size > this.size) throw this.#unknown(size);
    return size === 0 ? emptyRoot() : this.#range(0, size);
  }

  /** The stored hash of the complete subtree `index` of 2^`level` leaves. */
  subtree(level: number, index: number): Uint8Array {
    if (index >= (this.#levels[level]?.length ?? 0)) throw this.#unknown(index);
    return this.#level(level).at(index);
  }

  /** PATH(index, D[size]), from the leaf's sibling upwards (RFC 9162 §2.1.3.1). */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    if (index < 0 || index >= size || size > this.size) throw this.#unknown(index);
    return this.#path(index, 0, size);
  }

  /** PROOF(from, D[to]); empty when the sizes are equal (RFC 9162 §2.1.4.1). `from` ≥ 1. */
  consistencyProof(from: number, to = this.size): Uint8Array[] {
    if (from < 1 || from > to || to > this.size) throw this.#unknown(from);
    return this.#subproof(from, 0, to, 'known');
  }

  #path(index: number, start: number, end: number): Uint8Array[] {
    if (end - start === 1) return [];
    const middle = start + splitPoint(end - start);
    return index < middle
      ? [...this.#path(index, start, middle), this.#range(middle, end)]
      : [...this.#path(index, middle, end), this.#range(start, middle)];
  }

  /** SUBPROOF: `known` while the verifier already has this subtree's old root, so that it need not be sent. */
  #subproof(from: number, start: number, end: number, old: 'known' | 'sent'): Uint8Array[] {
    if (from === end) return old === 'known' ? [] : [this.#range(start, end)];
    const middle = start + splitPoint(end - start);
    return from <= middle
      ? [...this.#subproof(from, start, middle, old), this.#range(middle, end)]
      : [...this.#subproof(from, middle, end, 'sent'), this.#range(start, middle)];
  }

  /** MTH of leaves start … end − 1, where `start` is a multiple of the power of two that covers the range. */
  #range(start: number, end: number): Uint8Array {
    const width = end - start;
    const level = Math.log2(width);
    if (Number.isInteger(level)) return this.#level(level).at(start / width);
    const middle = start + splitPoint(width);
    return nodeHash(this.#range(start, middle), this.#range(middle, end));
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
