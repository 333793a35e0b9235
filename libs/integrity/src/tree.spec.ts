import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from './bytes.js';
import { sha256 } from './platform.js';
import { nodeHash } from './tree-paths.js';
import { emptyRoot, MerkleTree, verifyConsistency, verifyInclusion } from './tree.js';

const seed = Date.now() % 2 ** 31;
const leaf = (n: number): Uint8Array => sha256(`leaf ${n}`);
const leaves = (size: number): Uint8Array[] => Array.from({ length: size }, (_, n) => leaf(n));

/** MTH of RFC 9162 §2.1.1, word for word: slow, and independent of the tree under test. */
function definedRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return sha256('');
  if (hashes.length === 1) return first;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(definedRoot(hashes.slice(0, k)), definedRoot(hashes.slice(k)));
}

function grown(size: number): MerkleTree {
  const tree = new MerkleTree();
  leaves(size).forEach((hash) => tree.append(hash));
  return tree;
}

const tree = grown(300);
const head = (size: number): { size: number; root: Uint8Array } => ({ size, root: tree.root(size) });
const sizes = fc.integer({ min: 1, max: 300 });
const pair = fc.tuple(sizes, sizes).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

/** Every proof that differs from this one in one place, or in its length. */
const altered = (proof: readonly Uint8Array[]): Uint8Array[][] => [
  ...proof.map((_, at) => proof.map((hash, i) => (i === at ? sha256(hash) : hash))),
  ...proof.map((_, at) => proof.filter((_hash, i) => i !== at)),
  [...proof, leaf(0)],
  [leaf(0), ...proof],
];

describe(`The Merkle tree (seed ${seed})`, () => {
  it('has the root that RFC 9162 defines, now and at every earlier size', () => {
    expect(toHex(new MerkleTree().root())).toBe(toHex(emptyRoot()));
    for (let size = 0; size <= 70; size++) expect(toHex(tree.root(size))).toBe(toHex(definedRoot(leaves(size))));
    expect(toHex(tree.root())).toBe(toHex(definedRoot(leaves(300))));
  });

  it('proves of every statement that it is in the log, at its own place only', () => {
    fc.assert(
      fc.property(sizes, fc.nat(299), (size, n) => {
        const index = n % size;
        const proof = tree.inclusionProof(index, size);
        expect(verifyInclusion({ hash: leaf(index), index }, head(size), proof)).toBe(true);
        expect(verifyInclusion({ hash: leaf(index + 1), index }, head(size), proof)).toBe(false);
        expect(verifyInclusion({ hash: leaf(index), index: size }, head(size), proof)).toBe(false);
        const elsewhere = (index + 1) % size;
        if (elsewhere !== index)
          expect(verifyInclusion({ hash: leaf(index), index: elsewhere }, head(size), proof)).toBe(false);
        for (const other of altered(proof))
          expect(verifyInclusion({ hash: leaf(index), index }, head(size), other)).toBe(false);
      }),
      { seed },
    );
  });

  it('proves that an earlier state is its beginning, and of no other state', () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        const proof = tree.consistencyProof(from, to);
        expect(verifyConsistency(head(from), head(to), proof)).toBe(true);
        for (const other of altered(proof)) expect(verifyConsistency(head(from), head(to), other)).toBe(false);
        expect(verifyConsistency({ size: from, root: leaf(1) }, head(to), proof)).toBe(false);
        expect(verifyConsistency(head(from), { size: to, root: leaf(1) }, proof)).toBe(false);
      }),
      { seed },
    );
  });

  it('has no proof from a larger tree to a smaller, nor from an empty one', () => {
    expect(verifyConsistency(head(9), head(8), [])).toBe(false);
    expect(verifyConsistency({ size: 0, root: emptyRoot() }, head(8), [])).toBe(false);
    expect(() => tree.consistencyProof(0)).toThrow('0 of 300');
    expect(() => tree.inclusionProof(300)).toThrow('300 of 300');
    expect(() => tree.root(301)).toThrow('301 of 300');
  });

  it('counts beyond 32 bits when it verifies', () => {
    const large = { size: 2 ** 40 + 1, root: nodeHash(leaf(1), leaf(2)) };
    expect(verifyInclusion({ hash: leaf(2), index: 2 ** 40 }, large, [leaf(1)])).toBe(true);
    expect(verifyInclusion({ hash: leaf(2), index: 2 ** 40 - 1 }, large, [leaf(1)])).toBe(false);
  });
});
