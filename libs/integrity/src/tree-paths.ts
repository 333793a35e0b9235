import { sha256 } from './platform.js';

/** Leaves `start` … `end` − 1, where `start` is a multiple of the power of two that covers them. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The complete subtree `index` of 2^`level` leaves. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

const prefixed = new Uint8Array(65);
prefixed[0] = 1;

/** SHA-256(0x01 ‖ left ‖ right), RFC 9162 §2.1.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  prefixed.set(left, 1);
  prefixed.set(right, 33);
  return sha256(prefixed);
}

/** The same of two hashes that stand side by side. */
export function pairHash(pair: Uint8Array): Uint8Array {
  prefixed.set(pair, 1);
  return sha256(prefixed);
}

/** Largest power of two smaller than `n` (n > 1): where RFC 9162 splits a tree. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The ranges whose hashes are PATH(index, D[size]), from the leaf's sibling upwards (RFC 9162 §2.1.3.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  for (let [start, end] = [0, size]; end - start > 1;) {
    const middle = start + splitPoint(end - start);
    ranges.push(index < middle ? { start: middle, end } : { start, end: middle });
    if (index < middle) end = middle;
    else start = middle;
  }
  return ranges.reverse();
}

/** The ranges whose hashes are PROOF(from, D[to]); none when the sizes are equal (RFC 9162 §2.1.4.1). `from` ≥ 1. */
export function consistencyRanges(from: number, to: number): Range[] {
  const ranges: Range[] = [];
  let [start, end, isWhole] = [0, to, true];
  while (from !== end) {
    const middle = start + splitPoint(end - start);
    if (from <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
      isWhole = false;
    }
  }
  // A verifier has the old root already when the old tree is a subtree of its own.
  if (!isWhole) ranges.push({ start, end });
  return ranges.reverse();
}

/** The complete subtrees that a range consists of, from the left; each is smaller than the one before. */
export function subtreesOf({ start, end }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = start; at < end;) {
    const width = end - at === 1 ? 1 : widest(end - at);
    subtrees.push({ level: Math.log2(width), index: at / width });
    at += width;
  }
  return subtrees;
}

/** Largest power of two not larger than `n`. */
function widest(n: number): number {
  const split = splitPoint(n);
  return split * 2 === n ? n : split;
}

/** The hash of a range, of the hashes of its complete subtrees (MTH, RFC 9162 §2.1.1). */
export const rangeHash = (subtrees: readonly Uint8Array[]): Uint8Array =>
  subtrees.reduceRight((right, left) => nodeHash(left, right));
