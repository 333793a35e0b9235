import { LedgerError } from '#libs/ledger';
import { concatAll, equalBytes } from './bytes.js';
import {
  type FullTile,
  fullTile,
  fullTileBytes,
  hashBytes,
  hashWithin,
  type HeldTile,
  TileEdges,
  tileHash,
  tileWidth,
} from './tile-edges.js';
import type { Tile } from './tiles.js';
import { emptyRoot } from './tree.js';
import { consistencyRanges, inclusionRanges, type Range, rangeHash, type Subtree, subtreesOf } from './tree-paths.js';

/** Keeps full hash tiles. What it gives back is believed only where it fits the tree, so that it may lose or garble any of them. */
export abstract class TileStore {
  /** What is kept as this tile; `undefined` when there is nothing. */
  abstract read(level: number, index: number): Promise<Uint8Array | undefined>;
  abstract write(tile: FullTile): Promise<void>;
  /** How many tiles of level 0 there seem to be, from the first one on. */
  abstract count(): Promise<number>;
}

/** Makes the leaf hashes of `count` positions from `from` on anew, from what is recorded there; fewer where there are no more. */
export type LeafSource = (from: number, count: number) => Promise<readonly Uint8Array[]>;

/** Eight bits of a tree's levels make one of tiles (C2SP tlog-tiles). */
const levelsATile = 8;
const keptTiles = 256;

/**
 * The tree of RFC 9162 over leaves that are appended, as tiles: the right edge is in memory, full tiles are in a store. Each tile is
 * held against the hash that the one above it has before it is used; one that is missing or does not fit is made again from the leaves.
 */
export class TileTree {
  readonly #edges = new TileEdges();
  /** Full tiles that `flush` has yet to write, by name. */
  readonly #unwritten = new Map<string, FullTile>();
  /** Tiles that were found to fit, the last used last. */
  readonly #known = new Map<string, HeldTile>();

  constructor(
    private readonly store: TileStore,
    private readonly leaves: LeafSource,
  ) {}

  /**
   * Takes up the full tiles of the first `below` leaves. Nothing shows yet that they are the right ones: the caller compares the root with a
   * signed one, or begins with a tree of its own.
   */
  static async resumed(store: TileStore, leaves: LeafSource, below: number): Promise<TileTree> {
    const tree = new TileTree(store, leaves);
    const full = Math.min(await store.count(), Math.floor(below / tileWidth));
    await tree.#takeUp(full);
    return tree;
  }

  get size(): number {
    return this.#edges.size;
  }

  /** Adds a leaf hash; the tiles that it fills are kept in memory until `flush`. */
  append(leaf: Uint8Array): void {
    for (const tile of this.#edges.push(leaf)) this.#unwritten.set(nameOf(tile.level, tile.index), tile);
  }

  /** Writes the tiles that were filled. */
  async flush(): Promise<void> {
    for (const [name, tile] of [...this.#unwritten]) {
      await this.store.write(tile);
      this.#unwritten.delete(name);
    }
  }

  /** MTH of the first `size` leaves. Throws `POSITION_UNKNOWN` beyond the tree, as do the others; `GUARD_MISMATCH` when leaves were altered. */
  async root(size = this.size): Promise<Uint8Array> {
    if (size > this.size) throw this.#unknown(size);
    return size === 0 ? emptyRoot() : this.#range({ start: 0, end: size });
  }

  /** PATH(index, D[size]), from the leaf's sibling upwards. */
  async inclusionProof(index: number, size = this.size): Promise<Uint8Array[]> {
    if (index < 0 || index >= size || size > this.size) throw this.#unknown(index);
    return this.#ranges(inclusionRanges(index, size));
  }

  /** PROOF(from, D[to]); `from` ≥ 1. */
  async consistencyProof(from: number, to = this.size): Promise<Uint8Array[]> {
    if (from < 1 || from > to || to > this.size) throw this.#unknown(from);
    return this.#ranges(consistencyRanges(from, to));
  }

  /** The bytes of a hash tile, full or partial. */
  async hashTile({ level, index, width }: Tile): Promise<Uint8Array> {
    if (level === 'entries') throw new LedgerError('POSITION_UNKNOWN', 'an entry tile holds no hashes');
    const isThere = index < this.#edges.count(level);
    if (!isThere && (index > this.#edges.count(level) || width > this.#edges.width(level))) throw this.#unknown(index);
    return (await this.#tile(level, index)).bytes.slice(0, width * hashBytes);
  }

  async #ranges(ranges: readonly Range[]): Promise<Uint8Array[]> {
    const hashes: Uint8Array[] = [];
    for (const range of ranges) hashes.push(await this.#range(range));
    return hashes;
  }

  async #range(range: Range): Promise<Uint8Array> {
    const hashes: Uint8Array[] = [];
    for (const subtree of subtreesOf(range)) hashes.push(await this.#subtree(subtree));
    return rangeHash(hashes);
  }

  async #subtree({ level, index }: Subtree): Promise<Uint8Array> {
    const count = 2 ** (level % levelsATile);
    const first = index * count;
    const tile = await this.#tile(Math.floor(level / levelsATile), Math.floor(first / tileWidth));
    return tile.hash(first % tileWidth, count);
  }

  /** A tile that fits; at the right edge it is not full. */
  async #tile(level: number, index: number): Promise<HeldTile> {
    if (index === this.#edges.count(level)) return edgeTile(this.#edges.bytes(level));
    const name = nameOf(level, index);
    const unwritten = this.#unwritten.get(name);
    if (unwritten !== undefined) return fullTile(unwritten.bytes);
    const tile = this.#known.get(name) ?? (await this.#checked(level, index));
    this.#known.delete(name);
    this.#known.set(name, tile);
    const [oldest] = this.#known.keys();
    if (this.#known.size > keptTiles && oldest !== undefined) this.#known.delete(oldest);
    return tile;
  }

  async #checked(level: number, index: number): Promise<HeldTile> {
    const above = await this.#tile(level + 1, Math.floor(index / tileWidth));
    const expected = above.hash(index % tileWidth, 1);
    const fitting = (bytes: Uint8Array | undefined): HeldTile | undefined => {
      const tile = bytes?.length === fullTileBytes ? fullTile(bytes) : undefined;
      return tile !== undefined && equalBytes(tile.hash(0, tileWidth), expected) ? tile : undefined;
    };
    const kept = fitting(await this.store.read(level, index));
    if (kept !== undefined) return kept;
    const made = fitting(await this.#fromBelow(level, index)) ?? fitting(await this.#fromLeaves(level, index));
    if (made !== undefined) {
      await this.store.write({ level, index, bytes: made.bytes });
      return made;
    }
    const [first, count] = [index * tileWidth ** (level + 1), tileWidth ** (level + 1)];
    throw new LedgerError(
      'GUARD_MISMATCH',
      `the events ${first} to ${first + count - 1} are not those that were logged`,
    );
  }

  /** A tile made of the tiles below it, as they are kept. */
  async #fromBelow(level: number, index: number): Promise<Uint8Array | undefined> {
    if (level === 0) return undefined;
    const hashes: Uint8Array[] = [];
    for (let n = 0; n < tileWidth; n++) hashes.push(tileHash(await this.#anyTile(level - 1, index * tileWidth + n)));
    return concatAll(hashes);
  }

  async #fromLeaves(level: number, index: number): Promise<Uint8Array> {
    if (level === 0) return concatAll(await this.leaves(index * tileWidth, tileWidth));
    const hashes: Uint8Array[] = [];
    for (let n = 0; n < tileWidth; n++)
      hashes.push(tileHash(padded(await this.#fromLeaves(level - 1, index * tileWidth + n))));
    return concatAll(hashes);
  }

  /** A tile as it is kept, right or wrong, or made from the leaves where none is. */
  async #anyTile(level: number, index: number): Promise<Uint8Array> {
    const kept = await this.store.read(level, index);
    return kept?.length === fullTileBytes ? kept : padded(await this.#fromLeaves(level, index));
  }

  /** Builds the right edge above the first `full` tiles of level 0. */
  async #takeUp(full: number): Promise<void> {
    for (let [level, count] = [0, full]; count > 0; level++) {
      const above = Math.floor(count / tileWidth);
      for (let index = above * tileWidth; index < count; index++)
        this.#edges.push(tileHash(await this.#anyTile(level, index)), level + 1);
      count = above;
    }
  }

  #unknown(asked: number): LedgerError {
    return new LedgerError('POSITION_UNKNOWN', `${asked} of ${this.size}`);
  }
}

const edgeTile = (bytes: Uint8Array): HeldTile => ({
  bytes,
  hash: (first, count) => hashWithin(bytes, first, count),
});

const nameOf = (level: number, index: number): string => `${level}/${index}`;

/** Fewer leaves than there were make a tile that fits nowhere. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length === fullTileBytes) return bytes;
  const whole = new Uint8Array(fullTileBytes);
  whole.set(bytes.subarray(0, fullTileBytes));
  return whole;
}
