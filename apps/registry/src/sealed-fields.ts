import { Injectable } from '@nestjs/common';

import { type Entry, EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { KeyStore, type OpenedSlot, Sealer } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

import { LedgerIdentity } from './ledger-identity.js';

/** Opens sealed fields for those parts of the registry that may: each of them records the opening, or shows nobody what it saw. */
@Injectable()
export class SealedFields {
  constructor(
    private readonly store: EventStore,
    private readonly keyStore: KeyStore,
    private readonly sealer: Sealer,
    private readonly identity: LedgerIdentity,
  ) {}

  async entry(id: string): Promise<Entry> {
    const [entry] = await this.store.find([id]);
    if (entry === undefined) throw new LedgerError('EVENT_UNKNOWN');
    return entry;
  }

  /** Throws `FIELD_NOT_SEALED` or `SUBJECT_SHREDDED`. */
  async open(entry: Entry, path: string): Promise<OpenedSlot> {
    const { id, data } = recordedEvent(entry.position, entry.payload);
    const keys = await this.keyStore.keys(this.sealer.keyIdsOf(entry.boxes, [path]));
    return this.sealer.open({ iss: this.identity.origin, id, data, boxes: entry.boxes, path, keys });
  }
}
