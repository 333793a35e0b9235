import { Injectable } from '@nestjs/common';

import { type Entry, EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { type OpenedSlot, readBoxColumn } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

import { LedgerIdentity } from './ledger-identity.js';
import { Sealing } from './recorder.js';

/** Opens sealed fields for those parts of the registry that may: each of them records the opening, or shows nobody what it saw. */
@Injectable()
export class SealedFields {
  constructor(
    private readonly store: EventStore,
    private readonly sealing: Sealing,
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
    const { keyStore, sealer } = this.sealing;
    const keys = await keyStore.keys(sealer.keyIdsOf(entry.boxes, [path]));
    return sealer.open({ iss: this.identity.origin, id, data, boxes: entry.boxes, path, keys });
  }

  /** Every sealed field of the event. Throws `SUBJECT_SHREDDED` when a key of one is gone. */
  async openAll(entry: Entry): Promise<OpenedSlot[]> {
    const paths = entry.boxes === null ? [] : readBoxColumn(entry.boxes).map(({ path }) => path);
    return Promise.all(paths.map((path) => this.open(entry, path)));
  }
}
