import { LedgerError } from '#libs/ledger';
import { concat, utf8 } from './bytes.js';
import type { MerkleTree } from './tree.js';

/** One C2SP tlog-tiles resource: hashes of a level, or the entries themselves. `width` < 256 is a partial tile. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

const tileWidth = 256;
const tilePattern = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** `tile/<L>/<N>[.p/<W>]`: index 1234067 is written `x001/x234/067`. */
export function tilePath({ level, index, width }: Tile): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** The tile a path names; `undefined` unless it is written exactly as `tilePath` writes it. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, groups, partial] = tilePattern.exec(path) ?? [];
  if (level === undefined || groups === undefined) return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? tileWidth : Number(partial),
  };
  const legal = Number.isSafeInteger(tile.index) && (tile.level === 'entries' || tile.level < 64);
  return legal && tilePath(tile) === path ? tile : undefined;
}

/** Every hash tile of a tree of `size` leaves: full ones, and the partial one at the right edge of each level. */
export function hashTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  let hashes = size;
  for (let level = 0; hashes > 0; level++) {
    tiles.push(...tilesOfLevel(level, hashes));
    hashes = Math.floor(hashes / tileWidth);
  }
  return tiles;
}

/** Every entry tile of a log of `size` entries. */
export const entryTiles = (size: number): Tile[] => tilesOfLevel('entries', size);

function tilesOfLevel(level: Tile['level'], count: number): Tile[] {
  const full = Math.floor(count / tileWidth);
  const tiles = Array.from({ length: full }, (_, index) => ({ level, index, width: tileWidth }));
  return count % tileWidth === 0 ? tiles : [...tiles, { level, index: full, width: count % tileWidth }];
}

/** The bytes of a hash tile: `width` hashes side by side. Throws `POSITION_UNKNOWN` when the tree does not hold them yet. */
export function hashTileBytes(tree: MerkleTree, tile: Tile): Uint8Array {
  if (tile.level === 'entries') throw new LedgerError('POSITION_UNKNOWN', 'an entry tile holds no hashes');
  return tree.subtrees(tile.level * 8, tile.index * tileWidth, tile.width);
}

/** The hashes of a tile; `undefined` when the length is not that of `width` hashes. */
export function parseHashTile(bytes: Uint8Array, width: number): Uint8Array[] | undefined {
  if (bytes.length !== width * 32) return undefined;
  return Array.from({ length: width }, (_, i) => bytes.slice(i * 32, (i + 1) * 32));
}

/** An entry tile: each compact JWT after its length as two bytes, big-endian. Throws `PAYLOAD_TOO_LARGE` above 65,535 bytes. */
export function formatEntryTile(jwts: readonly string[]): Uint8Array {
  return concat(
    ...jwts.flatMap((jwt) => {
      const entry = utf8(jwt);
      if (entry.length > 0xffff) throw new LedgerError('PAYLOAD_TOO_LARGE', 'a tile entry holds 65,535 bytes');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** The entries of an entry tile; `undefined` when a length points beyond its end, or there are more than a tile holds. */
export function parseEntryTile(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === tileWidth) return undefined;
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return entries;
}
