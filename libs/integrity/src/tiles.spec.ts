import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, fromUtf8, toHex } from './bytes.js';
import { sha256 } from './platform.js';
import { entryTiles, formatEntryTile, hashTileBytes, hashTiles, parseEntryTile, parseHashTile } from './tiles.js';
import { parseTilePath, type Tile, tilePath } from './tiles.js';
import { MerkleTree } from './tree.js';

const seed = Date.now() % 2 ** 31;

describe(`Tiles (seed ${seed})`, () => {
  it('are named as C2SP tlog-tiles names them', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 1, index: 0, width: 17 })).toBe('tile/1/000.p/17');
    expect(tilePath({ level: 'entries', index: 999, width: 256 })).toBe('tile/entries/999');
  });

  it('are found again by their name', () => {
    const tiles = fc.record({
      level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
      index: fc.oneof(fc.nat(2000), fc.maxSafeNat()),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tiles, (tile: Tile) => expect(parseTilePath(tilePath(tile))).toEqual(tile)),
      { seed },
    );
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/000',
    'tile/0/1',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/001/002',
    'tile/data/000',
    '/tile/0/000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('have no other name: %s', (path) => expect(parseTilePath(path)).toBeUndefined());

  it('cut a log of 70,000 entries as the specification says', () => {
    const tiles = hashTiles(70_000);
    const of = (level: number): Tile[] => tiles.filter((tile) => tile.level === level);
    expect([of(0).length, of(0).at(-1)?.width]).toEqual([274, 112]);
    expect([of(1).length, of(1).at(-1)?.width]).toEqual([2, 17]);
    expect([of(2).length, of(2).at(-1)?.width]).toEqual([1, 1]);
    expect(hashTiles(256).map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(hashTiles(0)).toEqual([]);
  });

  it('hold leaf hashes below and the roots of full tiles above', () => {
    const tree = new MerkleTree();
    const leaves = Array.from({ length: 600 }, (_, n) => sha256(`leaf ${n}`));
    leaves.forEach((leaf) => tree.append(leaf));
    const bytes = hashTiles(600).map((tile) => hashTileBytes(tree, tile));
    expect(toHex(concat(...bytes.slice(0, 3)))).toBe(toHex(concat(...leaves)));
    expect(toHex(bytes[3] ?? concat())).toContain(toHex(tree.root(256)));
    expect(parseHashTile(bytes[2] ?? concat(), 88)).toHaveLength(88);
    expect(parseHashTile(bytes[2] ?? concat(), 87)).toBeUndefined();
  });

  it('of entries hold statements, each after its length', () => {
    const bytes = formatEntryTile(['a.b.c', 'x'.repeat(300)]);
    expect(toHex(bytes)).toMatch(/^0005612e622e63012c7878/);
    expect(parseEntryTile(bytes)?.map(fromUtf8)).toEqual(['a.b.c', 'x'.repeat(300)]);
    expect(parseEntryTile(bytes.slice(0, -1))).toBeUndefined();
    expect(parseEntryTile(Uint8Array.of(0))).toBeUndefined();
    expect(() => formatEntryTile(['x'.repeat(65_536)])).toThrow('65,535 bytes');
    expect(entryTiles(257).map(tilePath)).toEqual(['tile/entries/000', 'tile/entries/001.p/1']);
  });
});
