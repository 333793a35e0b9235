import { LedgerError } from '#libs/ledger';
import { nodeHash, parseHashTile, tilePath } from '#libs/integrity';

type ReadTile = (path: string) => Promise<Uint8Array>;

const tileWidth = 256;
const tileHeight = 8;

/**
 * The proof that one tree is the beginning of another (RFC 9162, 2.1.4.1), put together from hash tiles of the larger one. Whether it
 * proves anything is for `verifyConsistency` to say. Throws `LEDGER_UNREACHABLE` when a tile does not have the length of its hashes.
 */
export function consistencyFromTiles(read: ReadTile, from: number, to: number): Promise<readonly Uint8Array[]> {
  return new TiledTree(read, to).subproof(from, { start: 0, end: to }, 'known');
}

interface Range {
  readonly start: number;
  readonly end: number;
}

class TiledTree {
  private readonly tiles = new Map<string, Promise<readonly Uint8Array[]>>();

  constructor(
    private readonly read: ReadTile,
    private readonly size: number,
  ) {}

  async subproof(from: number, { start, end }: Range, old: 'known' | 'sent'): Promise<readonly Uint8Array[]> {
    if (from === end) return old === 'known' ? [] : [await this.range({ start, end })];
    const middle = start + splitPoint(end - start);
    return from <= middle
      ? [...(await this.subproof(from, { start, end: middle }, old)), await this.range({ start: middle, end })]
      : [...(await this.subproof(from, { start: middle, end }, 'sent')), await this.range({ start, end: middle })];
  }

  private async range({ start, end }: Range): Promise<Uint8Array> {
    const level = Math.log2(end - start);
    if (Number.isInteger(level)) return this.subtree(level, start / (end - start));
    const middle = start + splitPoint(end - start);
    return nodeHash(await this.range({ start, end: middle }), await this.range({ start: middle, end }));
  }

  /** The hash of the complete subtree `index` of 2^`level` leaves: made from the row of the tile below it. */
  private async subtree(level: number, index: number): Promise<Uint8Array> {
    const row = level % tileHeight;
    if (row > 0)
      return nodeHash(await this.subtree(level - 1, 2 * index), await this.subtree(level - 1, 2 * index + 1));
    const hashes = await this.tile(level / tileHeight, Math.floor(index / tileWidth));
    const hash = hashes[index % tileWidth];
    if (hash === undefined) throw new LedgerError('LEDGER_UNREACHABLE', 'a tile does not hold its hashes');
    return hash;
  }

  private tile(level: number, index: number): Promise<readonly Uint8Array[]> {
    const hashes = Math.floor(this.size / tileWidth ** level);
    const width = Math.min(tileWidth, hashes - index * tileWidth);
    const path = tilePath({ level, index, width });
    const known = this.tiles.get(path) ?? this.read(path).then((bytes) => parseHashTile(bytes, width) ?? []);
    this.tiles.set(path, known);
    return known;
  }
}

/** Largest power of two smaller than `n` (n > 1). */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
