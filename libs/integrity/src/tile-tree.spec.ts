import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from './bytes.js';
import { sha256 } from './platform.js';
import type { FullTile } from './tile-edges.js';
import { TileStore, TileTree } from './tile-tree.js';
import { hashTileBytes, hashTiles } from './tiles.js';
import { MerkleTree } from './tree.js';

const seed = Date.now() % 2 ** 31;
const size = 70_000;
const leaves = Array.from({ length: size }, (_, n) => sha256(`leaf ${n}`));
const plain = new MerkleTree();
leaves.forEach((leaf) => plain.append(leaf));

class MemoryTiles extends TileStore {
  readonly tiles = new Map<string, Uint8Array>();
  asked = 0;

  override async read(level: number, index: number): Promise<Uint8Array | undefined> {
    return this.tiles.get(`${level}/${index}`);
  }

  override async write({ level, index, bytes }: FullTile): Promise<void> {
    this.tiles.set(`${level}/${index}`, bytes);
  }

  override async count(): Promise<number> {
    return (
      1 +
      Math.max(
        -1,
        ...[...this.tiles.keys()].filter((name) => name.startsWith('0/')).map((name) => Number(name.slice(2))),
      )
    );
  }

  /** What the tree asks for when a tile is missing. */
  readonly leaves = async (from: number, count: number): Promise<Uint8Array[]> => {
    this.asked += count;
    return leaves.slice(from, from + count);
  };
}

/** A tree of all leaves, its tiles flushed now and then as a follower does. */
async function grown(count = size): Promise<{ tree: TileTree; store: MemoryTiles }> {
  const store = new MemoryTiles();
  const tree = new TileTree(store, store.leaves);
  for (const [n, leaf] of leaves.slice(0, count).entries()) {
    tree.append(leaf);
    if (n % 1000 === 0) await tree.flush();
  }
  await tree.flush();
  return { tree, store };
}

const once = grown();

/** The same tree, taken up from a copy of its tiles. */
async function takenUp(): Promise<{ tree: TileTree; store: MemoryTiles }> {
  const store = new MemoryTiles();
  for (const [name, bytes] of (await once).store.tiles) store.tiles.set(name, bytes);
  const tree = await TileTree.resumed(store, store.leaves, size);
  leaves.slice(tree.size).forEach((leaf) => tree.append(leaf));
  return { tree, store };
}

const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map(toHex);

describe(`A tree kept as tiles (seed ${seed})`, () => {
  it('has the roots and gives the proofs of the tree that is kept whole, at every size', async () => {
    const { tree } = await once;
    expect(toHex(await tree.root())).toBe(toHex(plain.root()));
    expect(toHex(await tree.root(0))).toBe(toHex(plain.root(0)));
    const two = fc.tuple(fc.integer({ min: 1, max: size }), fc.integer({ min: 1, max: size }));
    await fc.assert(
      fc.asyncProperty(two, async ([a, b]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(toHex(await tree.root(from))).toBe(toHex(plain.root(from)));
        expect(hex(await tree.inclusionProof(from - 1, to))).toEqual(hex(plain.inclusionProof(from - 1, to)));
        expect(hex(await tree.consistencyProof(from, to))).toEqual(hex(plain.consistencyProof(from, to)));
      }),
      { seed, numRuns: 100 },
    );
  });

  it('has the tiles that C2SP tlog-tiles prescribes, and no others', async () => {
    const { tree } = await once;
    const tiles = hashTiles(size);
    expect(tiles.map(({ level, width }) => `${level} ${width}`).filter((one) => !one.startsWith('0 256'))).toEqual([
      '0 112',
      '1 256',
      '1 17',
      '2 1',
    ]);
    for (const tile of tiles) expect(toHex(await tree.hashTile(tile))).toBe(toHex(hashTileBytes(plain, tile)));
    for (const [level, index, width] of [
      [0, 273, 113],
      [0, 274, 1],
      [2, 0, 2],
      [3, 0, 1],
    ] as const)
      await expect(tree.hashTile({ level, index, width })).rejects.toMatchObject({ code: 'POSITION_UNKNOWN' });
  });

  it('is taken up from its tiles without asking for a leaf, and goes on', async () => {
    const { store } = await once;
    store.asked = 0;
    const tree = await TileTree.resumed(store, store.leaves, 66_000);
    expect([tree.size, store.asked]).toEqual([65_792, 0]);
    leaves.slice(tree.size).forEach((leaf) => tree.append(leaf));
    expect(toHex(await tree.root())).toBe(toHex(plain.root()));
    expect((await TileTree.resumed(store, store.leaves, 511)).size).toBe(256);
    expect((await TileTree.resumed(store, store.leaves, 0)).size).toBe(0);
  });

  it('never serves a tile that was garbled, cut or lost: it makes it again, and keeps it', async () => {
    const harms: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | undefined>> = {
      garbled: (bytes) => bytes.with(100, (bytes[100] ?? 0) ^ 1),
      cut: (bytes) => bytes.slice(0, 8191),
      lost: () => undefined,
    };
    for (const harm of Object.values(harms))
      for (const places of [['0/7'], ['1/0'], ['1/0', '0/7'], ['0/0', '0/272', '1/0']]) {
        const { tree, store } = await takenUp();
        const whole = new Map(store.tiles);
        for (const place of places) {
          const bytes = harm(whole.get(place) ?? new Uint8Array());
          if (bytes === undefined) store.tiles.delete(place);
          else store.tiles.set(place, bytes);
        }
        for (const index of [0, 7 * 256, 69_700])
          expect(hex(await tree.inclusionProof(index))).toEqual(hex(plain.inclusionProof(index)));
        for (const place of places) expect(store.tiles.get(place)).toEqual(whole.get(place));
      }
  });

  it('says so when the leaves are no longer those that were logged', async () => {
    const { tree, store } = await grown(600);
    store.tiles.delete('0/1');
    leaves[300] = sha256('another event');
    await expect(tree.inclusionProof(300)).rejects.toMatchObject({ code: 'GUARD_MISMATCH' });
    expect(store.tiles.has('0/1')).toBe(false);
    expect(hex(await tree.inclusionProof(10, 256))).toEqual(hex(plain.inclusionProof(10, 256)));
  });
});
