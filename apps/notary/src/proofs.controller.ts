import { Controller, Get, Header, Param, Req, StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { hashTileBytes, parseTilePath, type Tile } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { pathOf } from '#libs/service';

import { Notary } from './notary.js';
import { Receipts } from './receipts.js';
import { TrustFile } from './trust-file.js';

const text = 'text/plain; charset=utf-8';

/** What anybody needs to check the ledger without trusting it. */
@Controller()
export class ProofsController {
  constructor(
    private readonly notary: Notary,
    private readonly receipts: Receipts,
    private readonly trust: TrustFile,
  ) {}

  /** The newest tree head, a C2SP tlog-checkpoint. */
  @Get('checkpoint')
  @Header('content-type', text)
  checkpoint(): string {
    return this.notary.checkpoint.note;
  }

  /** A hash tile (C2SP tlog-tiles). */
  @Get('tile/*')
  @Header('content-type', 'application/octet-stream')
  tile(@Req() request: FastifyRequest): StreamableFile {
    const tile = parseTilePath(pathOf(request).slice(1));
    if (tile === undefined || !this.covers(tile)) throw new LedgerError('ROUTE_UNKNOWN');
    return new StreamableFile(hashTileBytes(this.notary.leaves, tile));
  }

  /** What a verifier pins, `trust.json`. */
  @Get('trust')
  @Header('content-type', 'application/json')
  pinned(): string {
    return this.trust.text;
  }

  /** Proof that the event stands in the log, a C2SP tlog-proof. */
  @Get('v1/events/:id/proof')
  @Header('content-type', text)
  proof(@Param('id') id: string): Promise<string> {
    return this.receipts.proofOf(id);
  }

  /** A tile is served once a signed checkpoint covers it. */
  private covers({ level, index, width }: Tile): boolean {
    const leavesAHash = 256 ** Number(level);
    return (index * 256 + width) * leavesAHash <= this.notary.checkpoint.size;
  }
}
