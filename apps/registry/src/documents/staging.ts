import { Injectable } from '@nestjs/common';

import { type DocumentKey, DocumentStore, StagedLinks, type StoredDocument } from '#libs/documents';
import type { Entry } from '#libs/event-store';
import { concat, recordedEvent, toHex, utf8 } from '#libs/integrity';
import { Identifiers, KeyStore } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

/** A document named in a command: under which name it was staged, with the particulars that will be sealed. */
export interface DocumentLink {
  readonly file: string;
  readonly bytes: number;
  readonly digest: string;
  readonly name: string;
  readonly mediaType: string;
}

/** A document that was staged for a write that may be refused. */
export interface Staged {
  readonly document: StoredDocument;
  /** Deletes the copy, unless the document had been staged before or has been again: then it waits for somebody else's write. */
  readonly takeBack: () => Promise<void>;
}

/** Bytes that a document may have: it is held in memory when it is published. */
const largestDocument = 256 * 1024 * 1024;

/** The key of documents that no recorded event names yet. */
const stagingKey = 'staging';

/**
 * Documents arrive before the event that names them, so they are first kept under a key and a name of their own; when the event is
 * recorded, each is encrypted again under the keys of those it concerns. The name derives from the document under the installation's
 * secret: sent again it is the same, so that a repeated write has the same bytes, and nobody can tell from it what the document is.
 */
@Injectable()
export class Staging {
  constructor(
    private readonly documents: DocumentStore,
    private readonly links: StagedLinks,
    private readonly keyStore: KeyStore,
    private readonly identifiers: Identifiers,
  ) {}

  /** Keeps a document until an event names it. Throws `BODY_TOO_LARGE` and keeps nothing when it is larger than is accepted. */
  async stage(plaintext: AsyncIterable<Uint8Array>): Promise<StoredDocument> {
    return (await this.stageAtFirst(plaintext)).document;
  }

  /** As `stage`, for one who may take it back. */
  async stageAtFirst(plaintext: AsyncIterable<Uint8Array>): Promise<Staged> {
    const stored = await this.documents.put(bounded(plaintext), [await this.keyStore.keyFor(stagingKey)]);
    const name = this.nameOf(stored.digest);
    const before = await this.links.get(name);
    await this.links.put(name, stored.file);
    if (before !== undefined) await this.documents.delete(before);
    const takeBack = async (): Promise<void> => {
      if (before === undefined && (await this.links.get(name)) === stored.file) await this.dropNamed(name);
    };
    return { document: { ...stored, file: name }, takeBack };
  }

  /**
   * Moves the documents of a payload under the keys with these names and returns the payload with their lasting addresses. Throws
   * `DOCUMENT_UNKNOWN` when one was never staged or is not the one described.
   */
  async adopt<T extends object>(data: T, keyNames: readonly string[]): Promise<T> {
    const links = linksOf(data);
    if (links.length === 0) return data;
    const keys = await Promise.all(keyNames.map((name) => this.keyStore.keyFor(name)));
    const adopted: DocumentLink[] = [];
    for (const link of links) adopted.push(await this.move(link, keys));
    return Object.assign(Object.create(Object.getPrototypeOf(data) as object) as T, data, { documents: adopted });
  }

  /** Deletes the staged copies once the event that names the documents is durable. */
  async discard(data: object): Promise<void> {
    for (const { file: name } of linksOf(data)) await this.dropNamed(name);
  }

  /** Deletes those adopted files that no recorded event names: the write was refused, or another request recorded it first. */
  async dropUnrecorded(adopted: object, entries: readonly Entry[]): Promise<void> {
    const recorded = entries.flatMap(({ position, payload }) => linksOf(recordedEvent(position, payload).data));
    const kept = new Set(recorded.map(({ file }) => file));
    for (const { file } of linksOf(adopted)) if (!kept.has(file)) await this.documents.delete(file);
  }

  /** A staged document by the SHA-256 of its text, for what everyone may see at once; undefined when it was never sent, or is taken. */
  async read(digest: string): Promise<Uint8Array | undefined> {
    const staged = await this.links.get(this.nameOf(digest));
    if (staged === undefined) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.documents.get(staged, [await this.keyStore.keyFor(stagingKey)])) chunks.push(chunk);
    return concat(...chunks);
  }

  /** Deletes the staged copy of a document that is kept elsewhere by now. */
  async drop(digest: string): Promise<void> {
    await this.dropNamed(this.nameOf(digest));
  }

  private async dropNamed(name: string): Promise<void> {
    const file = await this.links.get(name);
    if (file !== undefined) await this.documents.delete(file);
    await this.links.delete(name);
  }

  private nameOf(digest: string): string {
    return toHex(this.identifiers.requestDigest('STAGED', '', utf8(digest)));
  }

  private async move(link: DocumentLink, keys: readonly DocumentKey[]): Promise<DocumentLink> {
    const staged = await this.links.get(link.file);
    if (staged === undefined)
      throw new LedgerError('DOCUMENT_UNKNOWN', { path: 'documents', reason: 'never sent, or sent long ago' });
    const plaintext = this.documents.get(staged, [await this.keyStore.keyFor(stagingKey)]);
    const { file, bytes, digest } = await this.documents.put(plaintext, keys);
    if (digest === link.digest) return { ...link, file, bytes };
    await this.documents.delete(file);
    throw new LedgerError('DOCUMENT_UNKNOWN', { path: 'documents', reason: 'the digest is not that of the file' });
  }
}

/** Reads on for as much again before it refuses: who is still sending may not hear an answer. */
async function* bounded(plaintext: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of plaintext) {
    bytes += chunk.length;
    if (bytes <= largestDocument) yield chunk;
    else if (bytes > 2 * largestDocument) break;
  }
  if (bytes > largestDocument)
    throw new LedgerError('BODY_TOO_LARGE', `a document has at most ${largestDocument >> 20} MiB`);
}

const linksOf = (data: object): readonly DocumentLink[] =>
  (data as { documents?: readonly DocumentLink[] }).documents ?? [];

/** Whether a payload names documents, which are moved when it is recorded. */
export const hasDocuments = (data: object): boolean => linksOf(data).length > 0;
