import { Injectable } from '@nestjs/common';

import type { PressReleaseIssued } from '#libs/domain';
import { PublicArchive } from '#libs/documents';
import { LedgerError } from '#libs/ledger';

import { Staging } from '../documents/staging.js';

type Rendition = NonNullable<PressReleaseIssued['rendition']>;

/** Documents that everyone may see from the moment their event is recorded. */
@Injectable()
export class PublicRenditions {
  constructor(
    private readonly staging: Staging,
    private readonly archive: PublicArchive,
  ) {}

  /** The document as it was sent, or as it is shown already. Throws `DOCUMENT_UNKNOWN` when it is neither, or of another size. */
  async find({ digest, bytes }: Rendition): Promise<Uint8Array> {
    const document = (await this.staging.read(digest)) ?? (await this.archive.getDocument(digest));
    if (document?.length !== bytes)
      throw new LedgerError('DOCUMENT_UNKNOWN', { path: 'rendition', reason: 'never sent, or of another size' });
    return document;
  }

  /** Shows it to everyone; to be called once the event that names it is durable. */
  async show(document: Uint8Array): Promise<void> {
    await this.staging.drop(await this.archive.putDocument(document));
  }
}
