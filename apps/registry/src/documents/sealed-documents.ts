import { Injectable } from '@nestjs/common';

import { DocumentStore } from '#libs/documents';
import type { Entry } from '#libs/event-store';
import { concat, recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { Sealing } from '../recorder.js';
import { SealedFields } from '../sealed-fields.js';
import type { DocumentLink } from './staging.js';

export interface OpenedDocument {
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, hex. */
  readonly digest: string;
  readonly name: string;
  readonly mediaType: string;
}

/** A document that is read as it is needed. */
export interface BegunDocument {
  /** SHA-256 of the plaintext as it was sealed, hex. */
  readonly digest: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Opens the documents of events for those parts of the registry that may: publication and bundles. */
@Injectable()
export class SealedDocuments {
  constructor(
    private readonly documents: DocumentStore,
    private readonly sealing: Sealing,
    private readonly fields: SealedFields,
  ) {}

  /** The document at an index of the event's `documents`. Throws `DOCUMENT_UNKNOWN`, or `SUBJECT_SHREDDED` when a key is gone. */
  async open(entry: Entry, index: number): Promise<OpenedDocument> {
    const file = fileOf(entry, index);
    const text = async (name: string): Promise<string> =>
      String((await this.fields.open(entry, `documents/${index}/${name}`)).value);
    const [digest, name, mediaType] = await Promise.all([text('digest'), text('name'), text('mediaType')]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await this.pieces(entry, file, index)) chunks.push(chunk);
    return { bytes: concat(...chunks), digest, name, mediaType };
  }

  /** The same for a document of any length, which is read piece by piece. */
  async begin(entry: Entry, index: number): Promise<BegunDocument> {
    const file = fileOf(entry, index);
    const digest = String((await this.fields.open(entry, `documents/${index}/digest`)).value);
    return { digest, pieces: await this.pieces(entry, file, index) };
  }

  /** A document's file is encrypted under the keys of its `digest` slot. */
  private async pieces(entry: Entry, file: string, index: number): Promise<AsyncIterable<Uint8Array>> {
    const { keyStore, sealer } = this.sealing;
    const keys = await keyStore.keys(sealer.keyIdsOf(entry.boxes, [`documents/${index}/digest`]));
    return this.documents.get(
      file,
      [...keys].map(([id, bytes]) => ({ id, bytes })),
    );
  }
}

function fileOf({ position, payload }: Entry, index: number): string {
  const { documents } = recordedEvent(position, payload).data as unknown as { documents?: DocumentLink[] };
  const file = documents?.[index]?.file;
  if (file === undefined) throw new LedgerError('DOCUMENT_UNKNOWN');
  return file;
}
