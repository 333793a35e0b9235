import { Injectable } from '@nestjs/common';

import { foldAllegation } from '#libs/domain';
import { recordedEvent } from '#libs/integrity';
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
   * Throws `RESTATEMENT_MISSING` with each event and path, once, of a text or a list of names that others share and that nobody has
   * restated without this person. `uses` has what is sealed under each id of the person.
   */
  async refuseUnrestated(uses: ReadonlyMap<string, readonly SealedUse[]>): Promise<void> {
    const ids = [...uses.keys()];
    const missing: SealedUse[] = [];
    for (const use of sharedWithOthers([...uses.values()].flat()))
      if (!ofDocuments(use) && !this.index.isRestated(use, ids) && (await this.saysSomething(use))) missing.push(use);
    if (missing.length > 0)
      throw new LedgerError(
        'RESTATEMENT_MISSING',
        missing.map(({ event, path }) => ({ path, reason: `of event ${event}` })),
      );
  }

  /**
   * Whether there is anything left to say again: a field may be empty, and a text may be lost already with another person's key. Of a
   * damaged one nobody knows: it counts as a text wherever one belongs, so that staff are told which it is.
   */
  private async saysSomething({ event, path }: SealedUse): Promise<boolean> {
    const entry = await this.fields.entry(event);
    try {
      return (await this.fields.open(entry, path)).value !== null;
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      if (error.code === 'SUBJECT_SHREDDED') return false;
      if (error.code !== 'SEAL_BROKEN') throw error;
      const { texts } = foldAllegation([recordedEvent(entry.position, entry.payload)]);
      return texts.some((text) => text.path === path);
    }
  }
}

/** What a document is, its file too, is opened with all keys of its allegation and cannot be said again in words. */
const ofDocuments = ({ path }: SealedUse): boolean => path.startsWith('documents/');

/** Each field once that takes more keys than the person's own. */
function sharedWithOthers(uses: readonly SealedUse[]): readonly SealedUse[] {
  const fields = new Map<string, SealedUse[]>();
  for (const use of uses) {
    const field = `${use.event} ${use.path}`;
    fields.set(field, [...(fields.get(field) ?? []), use]);
  }
  return [...fields.values()].flatMap((own) => own.slice(0, 1).filter(({ keys }) => keys > own.length));
}
