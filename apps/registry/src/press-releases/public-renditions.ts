import { Injectable } from '@nestjs/common';

import type { PressReleaseIssued } from '#libs/domain';
import { PublicArchive } from '#libs/documents';
import { LedgerError } from '#libs/ledger';

import { Staging } from '../documents/staging.js';
import { PublicShelf } from '../publication/public-shelf.js';

type Rendition = NonNullable<PressReleaseIssued['rendition']>;

/** Documents that everyone may see from the moment their event is recorded. */
@Injectable()
export class PublicRenditions {
  constructor(
    private readonly staging: Staging,
    private readonly archive: PublicArchive,
    private readonly shelf: PublicShelf,
  ) {}

  /** Throws `DOCUMENT_UNKNOWN` when the document was never sent, or is of another size. */
  async demand({ digest, bytes }: Rendition): Promise<Uint8Array> {
    const document = (await this.staging.read(digest)) ?? (await this.archive.getDocument(digest));
    if (document?.length !== bytes)
      throw new LedgerError('DOCUMENT_UNKNOWN', { path: 'rendition', reason: 'never sent, or of another size' });
    return document;
  }

  /** Throws as `demand` for the document of a release, where it has one. */
  async demandIn({ rendition }: PressReleaseIssued): Promise<void> {
    if (rendition !== undefined) await this.demand(rendition);
  }

  /** Shows it to everyone, once the event that names it is durable; shown again, nothing changes. */
  async show(rendition: Rendition): Promise<void> {
    await this.staging.drop(await this.archive.putDocument(await this.demand(rendition)));
  }

  /** Shows no longer what the record took back, once the event that does so is durable. */
  async clear(): Promise<void> {
    await this.shelf.clearAfter();
  }
}
