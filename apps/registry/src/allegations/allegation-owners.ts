import { Injectable } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { type BoxRecord, KeyStore, readBoxColumn } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

/** Whose keys the texts of an allegation are sealed under. */
@Injectable()
export class AllegationOwners {
  constructor(
    private readonly store: EventStore,
    private readonly keyStore: KeyStore,
  ) {}

  /** The subject streams, the source's first where there is one. Throws `ALLEGATION_UNKNOWN`. */
  async of(stream: string): Promise<readonly string[]> {
    const [received] = await this.store.readStream(stream, 0, 1);
    if (received === undefined) throw new LedgerError('ALLEGATION_UNKNOWN');
    const boxes = received.boxes === null ? [] : readBoxColumn(received.boxes);
    const ids = [...keysAt(boxes, 'source'), ...keysAt(boxes, 'narrative')];
    return this.keyStore.namesOf([...new Set(ids)]);
  }
}

const keysAt = (boxes: readonly BoxRecord[], path: string): readonly string[] =>
  boxes.find((box) => box.path === path)?.keys ?? [];
