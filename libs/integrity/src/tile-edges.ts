import { LedgerError } from '#libs/ledger';
import { nodeHash } from './tree-paths.js';

/** Hashes in a full tile (C2SP tlog-tiles). */
export const tileWidth = 256;
export const hashBytes = 32;
export const fullTileBytes = tileWidth * hashBytes;

/** A full hash tile: 256 hashes side by side. */
export interface FullTile {
  readonly level: number;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** The hash of the complete subtree over `count` hashes of a tile, a power of two, from `first` on. */
export function hashWithin(tile: Uint8Array, first: number, count: number): Uint8Array {
  if (count === 1) return tile.slice(first * hashBytes, (first + 1) * hashBytes);
  const half = count / 2;
  return nodeHash(hashWithin(tile, first, half), hashWithin(tile, first + half, half));
}

/** The hash of a full tile, which is one of the tile above it. */
export const tileHash = (tile: Uint8Array): Uint8Array => hashWithin(tile, 0, tileWidth);

/** A tile with the hashes of the subtrees within it. */
export interface HeldTile {
  readonly bytes: Uint8Array;
  /** The hash of the complete subtree over `count` hashes, a power of two, from `first` on. */
  hash(first: number, count: number): Uint8Array;
}

/** A full tile, whose subtrees are all hashed now, once; `hash(0, 256)` is the tile's own. */
export function fullTile(bytes: Uint8Array): HeldTile {
  const levels = [bytes];
  for (let below = bytes; below.length > hashBytes;) {
    const level = new Uint8Array(below.length / 2);
    for (let at = 0; at < level.length; at += hashBytes) level.set(pairHash(below, 2 * at), at);
    levels.push(level);
    below = level;
  }
  const hash = (first: number, count: number): Uint8Array => {
    const at = (first / count) * hashBytes;
    return (levels[Math.log2(count)] ?? bytes).slice(at, at + hashBytes);
  };
  return { bytes, hash };
}

const pairHash = (hashes: Uint8Array, at: number): Uint8Array =>
  nodeHash(hashes.subarray(at, at + hashBytes), hashes.subarray(at + hashBytes, at + 2 * hashBytes));

/** The right edge of a tree: of every level of tiles the last one, which is not full. Constant in size. */
export class TileEdges {
  readonly #levels: { bytes: Uint8Array; width: number }[] = [];

  /** The number of leaves. */
  get size(): number {
    return this.#levels.reduce((sum, { width }, level) => sum + width * tileWidth ** level, 0);
  }

  /** How many levels of tiles there are. */
  get height(): number {
    return this.#levels.length;
  }

  width(level: number): number {
    return this.#levels[level]?.width ?? 0;
  }

  /** The tile at the edge of a level; what lies beyond its width is not to be used. */
  bytes(level: number): Uint8Array {
    return this.#level(level).bytes;
  }

  /** Adds a hash at a level, and up the tree for each tile that it fills; answers with those tiles, the lowest first. */
  push(hash: Uint8Array, level = 0): FullTile[] {
    if (hash.length !== hashBytes) throw new LedgerError('INTERNAL', 'a hash has 32 bytes');
    const edge = this.#level(level);
    edge.bytes.set(hash, edge.width * hashBytes);
    edge.width += 1;
    if (edge.width < tileWidth) return [];
    const { bytes } = edge;
    this.#levels[level] = { bytes: new Uint8Array(fullTileBytes), width: 0 };
    const above = this.push(tileHash(bytes), level + 1);
    return [{ level, index: this.count(level) - 1, bytes }, ...above];
  }

  /** How many full tiles a level has. */
  count(level: number): number {
    let tiles = 0;
    for (let above = this.height - 1; above > level; above--) tiles = tiles * tileWidth + this.width(above);
    return tiles;
  }

  #level(level: number): { bytes: Uint8Array; width: number } {
    return (this.#levels[level] ??= { bytes: new Uint8Array(fullTileBytes), width: 0 });
  }
}
