import { isJsonObject, type Json } from '#libs/ledger';
import { documentDigestOf, documentFile } from '../bundle/file-names.js';
import type { BundleFiles } from './bundle-files.js';

/** The documents of a bundle, each of which must be named by a field of some statement in it. */
export class DocumentNames {
  private readonly left: Set<string>;

  constructor({ names }: BundleFiles) {
    this.left = new Set(names.flatMap((name) => documentDigestOf(name) ?? []));
  }

  /** Files that no field seen so far has named. */
  get unnamed(): string[] {
    return [...this.left].map(documentFile);
  }

  /** Every text in a field could be the digest of a document's plaintext; `file` addresses its encrypted bytes instead. */
  see(value: Json): void {
    if (this.left.size === 0) return;
    if (typeof value === 'string') this.left.delete(value);
    else if (Array.isArray(value)) value.forEach((item: Json) => this.see(item));
    else if (isJsonObject(value)) for (const [name, item] of Object.entries(value)) if (name !== 'file') this.see(item);
  }
}
