import { Injectable } from '@nestjs/common';

import { type DocumentKey, DocumentStore, type StoredDocument } from '#libs/documents';
import type { Entry } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { KeyStore } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

/** A document named in a command: where it was put, with the particulars that will be sealed. */
export interface DocumentLink {
  readonly file: string;
  readonly bytes: number;
  readonly digest: string;
  readonly name: string;
  readonly mediaType: string;
}

/** The key of documents that no recorded event names yet. */
const stagingKey = 'staging';

/**
 * Documents arrive before the event that names them, so they are first kept under a key of their own; when the event is recorded, each
 * is encrypted again under the keys of those it concerns.
 */
@Injectable()
export class Staging {
  constructor(
    private readonly documents: DocumentStore,
    private readonly keyStore: KeyStore,
  ) {}

  async stage(plaintext: AsyncIterable<Uint8Array>): Promise<StoredDocument> {
    return this.documents.put(plaintext, [await this.keyStore.keyFor(stagingKey)]);
  }

  /**
   * Moves the documents of a payload under the keys with these names and returns the payload with their new addresses. Throws
   * `DOCUMENT_UNKNOWN` when one was never staged or is not the one described.
   */
  async adopt<T extends object>(data: T, keyNames: readonly string[]): Promise<T> {
    const { documents } = data as { documents?: readonly DocumentLink[] };
    if (documents === undefined || documents.length === 0) return data;
    const keys = await Promise.all(keyNames.map((name) => this.keyStore.keyFor(name)));
    const adopted: DocumentLink[] = [];
    for (const document of documents) adopted.push(await this.move(document, keys));
    return Object.assign(Object.create(Object.getPrototypeOf(data) as object) as T, data, { documents: adopted });
  }

  /** Deletes the staged copies once the event that names the documents is durable. */
  async discard(data: object): Promise<void> {
    for (const file of filesOf(data)) await this.documents.delete(file);
  }

  /** Deletes those files of a payload that no recorded event names, because another request recorded it first. */
  async discardOthers(data: object, entries: readonly Entry[]): Promise<void> {
    const recorded = new Set(
      entries.flatMap(({ position, payload }) => filesOf(recordedEvent(position, payload).data)),
    );
    for (const file of filesOf(data).filter((one) => !recorded.has(one))) await this.documents.delete(file);
  }

  private async move(document: DocumentLink, keys: readonly DocumentKey[]): Promise<DocumentLink> {
    const staged = this.documents.get(document.file, [await this.keyStore.keyFor(stagingKey)]);
    const { file, bytes, digest } = await this.documents.put(staged, keys);
    if (digest === document.digest) return { ...document, file, bytes };
    await this.documents.delete(file);
    throw new LedgerError('DOCUMENT_UNKNOWN', { path: 'documents', reason: 'the digest is not that of the file' });
  }
}

function filesOf(data: object): readonly string[] {
  const { documents } = data as { documents?: readonly DocumentLink[] };
  return (documents ?? []).map(({ file }) => file);
}
