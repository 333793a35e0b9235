import { Injectable } from '@nestjs/common';

import { foldAllegation, subjectStream } from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { KeyStore, readBoxColumn } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

/** Whose keys the texts of an allegation are sealed under. */
@Injectable()
export class AllegationOwners {
  constructor(
    private readonly store: EventStore,
    private readonly keyStore: KeyStore,
  ) {}

  /**
   * The subject streams, the source's first where there is one, then every person named so far; those whose key is destroyed are left out.
   * Throws `ALLEGATION_UNKNOWN`.
   */
  async of(stream: string): Promise<readonly string[]> {
    const entries = await wholeStream(this.store, stream);
    const [received] = entries;
    if (received === undefined) throw new LedgerError('ALLEGATION_UNKNOWN');
    const boxes = received.boxes === null ? [] : readBoxColumn(received.boxes);
    const source = await this.keyStore.namesOf(boxes.find(({ path }) => path === 'source')?.keys ?? []);
    const { persons } = foldAllegation(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const owners = [...new Set([...source, ...persons.map(({ id }) => subjectStream(id))])];
    const keys = await this.keyStore.keysNamed(owners);
    return owners.filter((owner) => keys.has(owner));
  }
}
