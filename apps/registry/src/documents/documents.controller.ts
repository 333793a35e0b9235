import type { Readable } from 'node:stream';

import { Body, Controller, Get, Header, Param, Post, StreamableFile } from '@nestjs/common';

import type { StoredDocument } from '#libs/documents';
import { LedgerError } from '#libs/ledger';
import { Caller, type Identity, requireRole } from '#libs/service';

import { PublicShelf } from '../publication/public-shelf.js';
import { staffRoles } from '../staff.js';
import { Staging } from './staging.js';

/** Files come in before the event that names them; what was published goes out in clear. */
@Controller('v1/documents')
export class DocumentsController {
  constructor(
    private readonly staging: Staging,
    private readonly shelf: PublicShelf,
  ) {}

  /** Takes a document in; an event names it afterwards. Who may: all staff. */
  @Post()
  async stage(@Caller() caller: Identity, @Body() body: Readable | undefined): Promise<StoredDocument> {
    requireRole(caller, staffRoles);
    if (body === undefined) throw new LedgerError('REQUEST_INVALID', 'the body is the file');
    return this.staging.stage(body);
  }

  /** A published rendition by the SHA-256 of its text; none once it was withdrawn or replaced. */
  @Get(':digest')
  @Header('content-type', 'application/octet-stream')
  async published(@Param('digest') digest: string): Promise<StreamableFile> {
    const bytes = /^[0-9a-f]{64}$/.test(digest) ? await this.shelf.document(digest) : undefined;
    if (bytes === undefined) throw new LedgerError('DOCUMENT_UNKNOWN');
    return new StreamableFile(bytes);
  }
}
