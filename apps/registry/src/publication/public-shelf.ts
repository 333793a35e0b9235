import { Injectable } from '@nestjs/common';

import { PublicArchive } from '#libs/documents';
import { LedgerError } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';

/** What a publication shows to everyone. */
export interface Shown {
  readonly document: Uint8Array;
  /** Disclosure texts. */
  readonly disclosures: readonly string[];
}

/**
 * Keeps the public archive to what the record says. A file is there before the event that shows it and goes after the event that takes it
 * back; in between, and after a crash, it is the record that decides whether it is handed out.
 */
@Injectable()
export class PublicShelf {
  constructor(
    private readonly archive: PublicArchive,
    private readonly index: LedgerIndex,
  ) {}

  /** Records something that shows this to everyone. When it is refused, nothing is left on the shelf that the record does not show. */
  async show<T>(shown: Shown, record: () => Promise<T>): Promise<T> {
    const digests = await this.put(shown);
    try {
      const recorded = await record();
      await this.catchUp();
      // Meanwhile the last other letter that showed the same may have been withdrawn, and the file with it.
      if (digests.some((digest) => this.index.published.shows(digest))) await this.put(shown);
      return recorded;
    } catch (error) {
      if (error instanceof LedgerError && error.kind !== 'broken') await this.drop(digests);
      throw error;
    } finally {
      await this.clear();
    }
  }

  /** Deletes what publications showed and do not show any more. */
  async clear(): Promise<void> {
    const { takenBack } = this.index.published;
    if (takenBack.size === 0) return;
    await this.drop([...takenBack]);
  }

  /** Waits until the index knows all that is recorded; then deletes what was taken back. */
  async clearAfter(): Promise<void> {
    await this.catchUp();
    await this.clear();
  }

  /** A published rendition by the SHA-256 of its text, as long as the record shows it. */
  async document(digest: string): Promise<Uint8Array | undefined> {
    return (await this.isShown(digest)) ? this.archive.getDocument(digest) : undefined;
  }

  /** A released field by its digest, as long as the record shows it. */
  async disclosure(digest: string): Promise<string | undefined> {
    return (await this.isShown(digest)) ? this.archive.getDisclosure(digest) : undefined;
  }

  /** What the index does not know it may not know yet. */
  private async isShown(digest: string): Promise<boolean> {
    if (!this.index.published.shows(digest)) await this.catchUp();
    return this.index.published.shows(digest);
  }

  private async put({ document, disclosures }: Shown): Promise<readonly string[]> {
    const digests = [await this.archive.putDocument(document)];
    for (const text of disclosures) digests.push(await this.archive.putDisclosure(text));
    return digests;
  }

  private async drop(digests: readonly string[]): Promise<void> {
    for (const digest of digests) {
      if (this.index.published.shows(digest)) continue;
      await this.archive.deleteDocument(digest);
      await this.archive.deleteDisclosure(digest);
      this.index.published.takenBack.delete(digest);
    }
  }

  private async catchUp(): Promise<void> {
    await this.index.upToDate();
  }
}
