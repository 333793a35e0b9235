import { Injectable } from '@nestjs/common';

import { LedgerError } from '#libs/ledger';

import { LedgerIndex, type SealedUse } from '../ledger-index.js';
import { Sealing } from '../recorder.js';
import { SealedFields } from '../sealed-fields.js';

/** What is sealed under a person's key, and what of it others lose with the key unless it was said again. */
@Injectable()
export class KeyUses {
  constructor(
    private readonly sealing: Sealing,
    private readonly index: LedgerIndex,
    private readonly fields: SealedFields,
  ) {}

  /** Every field sealed under the subject's key, remembered by key id before the key goes. */
  async of(stream: string): Promise<readonly SealedUse[]> {
    await this.index.upToDate();
    const begun = (await this.sealing.keyStore.shreddings()).find(({ name }) => name === stream)?.keyId;
    const keyId = begun ?? (await this.sealing.keyStore.keysNamed([stream])).get(stream)?.id;
    return keyId === undefined || keyId === null ? [] : this.index.usesOf(keyId);
  }

  /**
   * Throws `RESTATEMENT_MISSING` with each event and path of a text, or a list of names, that others share and that nobody has restated
   * without this person.
   */
  async refuseUnrestated(uses: readonly SealedUse[], id: string): Promise<void> {
    const missing: SealedUse[] = [];
    for (const use of uses)
      if (use.shared && !ofDocuments(use) && !this.index.isRestated(use, id) && (await this.saysSomething(use)))
        missing.push(use);
    if (missing.length > 0)
      throw new LedgerError(
        'RESTATEMENT_MISSING',
        missing.map(({ event, path }) => ({ path, reason: `of event ${event}` })),
      );
  }

  /** Whether there is anything left to say again: a field may be empty, and a text may be lost already with another person's key. */
  private async saysSomething({ event, path }: SealedUse): Promise<boolean> {
    try {
      return (await this.fields.open(await this.fields.entry(event), path)).value !== null;
    } catch (error) {
      if (error instanceof LedgerError && error.code === 'SUBJECT_SHREDDED') return false;
      throw error;
    }
  }
}

/** What a document is, its file too, is opened with all keys of its allegation and cannot be said again in words. */
const ofDocuments = ({ path }: SealedUse): boolean => path.startsWith('documents/');
