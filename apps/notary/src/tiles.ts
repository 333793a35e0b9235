import { Injectable } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { compactJwt, formatEntryTile, parseTilePath, type Tile } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { Notary } from './notary.js';
import { type Asking, Readers } from './readers.js';

const tileWidth = 256;

/** Tiles as C2SP tlog-tiles serves them; each once a checkpoint covers it that its reader may see. */
@Injectable()
export class Tiles {
  constructor(
    private readonly notary: Notary,
    private readonly store: EventStore,
    private readonly readers: Readers,
  ) {}

  /** Throws `ROUTE_UNKNOWN` for what is no tile, or not yet one. */
  async hashes(asking: Asking): Promise<Uint8Array> {
    const tile = await this.covered(asking);
    return this.notary.leaves.hashTile(tile);
  }

  /** The same, also for whoever is no auditor. */
  async entries(asking: Asking): Promise<Uint8Array> {
    if (asking.roles?.includes('auditor') !== true) throw new LedgerError('ROUTE_UNKNOWN');
    const { index, width } = await this.covered(asking);
    const entries = await this.store.read(index * tileWidth, width);
    return formatEntryTile(entries.map(({ kid, payload, signature }) => compactJwt(kid, payload, signature)));
  }

  private async covered(asking: Asking): Promise<Tile> {
    const tile = parseTilePath(asking.path.slice(1));
    const { size } = await this.readers.checkpointFor(asking);
    if (tile === undefined) throw new LedgerError('ROUTE_UNKNOWN');
    const { level, index, width } = tile;
    const leavesAHash = level === 'entries' ? 1 : tileWidth ** level;
    if ((index * tileWidth + width) * leavesAHash > size) throw new LedgerError('ROUTE_UNKNOWN');
    return tile;
  }
}
