import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';

import { Asked, type Asking, Readers } from './readers.js';
import { Receipts } from './receipts.js';
import { Tiles } from './tiles.js';
import { TrustFile } from './trust-file.js';

const text = 'text/plain; charset=utf-8';
/** What is under a path of tiles never changes. */
const forEver = 'max-age=31536000, immutable';

/** What anybody needs to check the ledger without trusting it. */
@Controller()
export class ProofsController {
  constructor(
    private readonly readers: Readers,
    private readonly tiles: Tiles,
    private readonly receipts: Receipts,
    private readonly trust: TrustFile,
  ) {}

  /** A signed tree head, a C2SP tlog-checkpoint: with a token the newest, otherwise the one that is public, at most a minute older. */
  @Get('checkpoint')
  @Header('content-type', text)
  @Header('cache-control', 'no-cache')
  async checkpoint(@Asked() asking: Asking): Promise<string> {
    return (await this.readers.checkpointFor(asking)).note;
  }

  /** The statements of a tile (C2SP tlog-tiles), for auditors only. */
  @Get('tile/entries/*')
  @Header('content-type', 'application/octet-stream')
  @Header('cache-control', `private, ${forEver}`)
  async entries(@Asked() asking: Asking): Promise<StreamableFile> {
    return new StreamableFile(await this.tiles.entries(asking));
  }

  /** A hash tile (C2SP tlog-tiles). */
  @Get('tile/*')
  @Header('content-type', 'application/octet-stream')
  @Header('cache-control', `public, ${forEver}`)
  async tile(@Asked() asking: Asking): Promise<StreamableFile> {
    return new StreamableFile(await this.tiles.hashes(asking));
  }

  /** What a verifier pins, `trust.json`. */
  @Get('trust')
  @Header('content-type', 'application/json')
  @Header('cache-control', 'no-cache')
  pinned(): string {
    return this.trust.text;
  }

  /** Proof that the event stands in the log, a C2SP tlog-proof; with the statement beside it, a receipt. */
  @Get('v1/events/:id/proof')
  @Header('content-type', text)
  @Header('cache-control', 'no-cache')
  proof(@Param('id') id: string, @Asked() asking: Asking): Promise<string> {
    return this.receipts.proofOf(id, asking);
  }
}
