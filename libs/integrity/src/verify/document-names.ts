import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';
import { documentDigestOf, documentFile } from '../bundle/file-names.js';
import type { BundleFiles } from './bundle-files.js';
import type { OpenedField } from './opening.js';

const hexDigest = /^[0-9a-f]{64}$/;

/**
 * The documents of a bundle, each of which must be named by a field of some statement in it; and those that are named as documents and are
 * not in it, which need not be (design 7.5) but are counted.
 */
export class DocumentNames {
  private readonly left: Set<string>;
  private readonly there: ReadonlySet<string>;
  private readonly lacking = new Set<string>();

  constructor({ names }: BundleFiles) {
    this.there = new Set(names.flatMap((name) => documentDigestOf(name) ?? []));
    this.left = new Set(this.there);
  }

  /** Files that no field seen so far has named. */
  get unnamed(): string[] {
    return [...this.left].map(documentFile);
  }

  /** How many documents are named and not here. */
  get notHere(): number {
    return this.lacking.size;
  }

  /** The clear fields of a statement: what it shows to everyone is named in its rendition. */
  seeData(data: JsonObject): void {
    this.see(data);
    const { rendition } = data;
    if (rendition !== undefined && isJsonObject(rendition)) this.count(rendition.digest);
  }

  /** A field that is opened: the digest of a document stands in the place of that document. */
  seeOpened({ place, name, value }: OpenedField): void {
    this.see(value);
    if (name === 'digest' && place.startsWith('documents/')) this.count(value);
  }

  private count(digest: Json | undefined): void {
    if (typeof digest === 'string' && hexDigest.test(digest) && !this.there.has(digest)) this.lacking.add(digest);
  }

  /** Every text in a field could be the digest of a document's plaintext; `file` addresses its encrypted bytes instead. */
  private see(value: Json): void {
    if (this.left.size === 0) return;
    if (typeof value === 'string') this.left.delete(value);
    else if (Array.isArray(value)) value.forEach((item: Json) => this.see(item));
    else if (isJsonObject(value)) for (const [name, item] of Object.entries(value)) if (name !== 'file') this.see(item);
  }
}
