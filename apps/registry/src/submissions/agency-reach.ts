import { Injectable } from '@nestjs/common';

import {
  allegationStream,
  entitlementsOn,
  foldCommunication,
  maySee,
  parseReference,
  streamOf,
  zurichDay,
} from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Identifiers } from '#libs/keyring';
import { Clock, LedgerError } from '#libs/ledger';
import type { Identity } from '#libs/service';

/** Who an agency is to the ledger: its pseudonyms derive from this, so that its own allegations are known without a list of them. */
export const agencyIdentity = (agency: string): Identity => ({
  issuer: 'ledger:agency',
  subject: agency,
  roles: ['partner_agency'],
});

/** What is an agency's to touch; what is not looks as if it did not exist. */
@Injectable()
export class AgencyReach {
  constructor(
    private readonly store: EventStore,
    private readonly identifiers: Identifiers,
    private readonly clock: Clock,
  ) {}

  /** Throws `ALLEGATION_UNKNOWN` unless the agency itself submitted the allegation. */
  async refuseOthersAllegation({ issuer, subject }: Identity, allegation: string): Promise<void> {
    const stream = allegationStream(allegation);
    const [entry] = await this.store.readStream(stream, 0, 1);
    const by = entry && recordedEvent(entry.position, entry.payload).by;
    if (by?.role !== 'partner_agency' || by.ps !== this.identifiers.pseudonym(issuer, subject, stream))
      throw new LedgerError('ALLEGATION_UNKNOWN');
  }

  /** Throws `LETTER_NOT_SENT` unless the agency may see each of these letters as it stands: which others there are is not told. */
  async refuseOthersLetters({ subject }: Identity, references: readonly string[]): Promise<void> {
    const entitled = entitlementsOn(zurichDay(this.clock.now())).find(({ agency }) => agency === subject);
    for (const reference of references.map(parseReference)) {
      const label = (await this.isPublished(streamOf(reference))) ? 'public' : 'addressee_facing';
      const standing = { kind: 'communication', codes: [reference.code], label } as const;
      if (entitled === undefined || !maySee(entitled, standing)) throw new LedgerError('LETTER_NOT_SENT');
    }
  }

  private async isPublished(stream: string): Promise<boolean> {
    const entries = await wholeStream(this.store, stream);
    return foldCommunication(entries.map(({ position, payload }) => recordedEvent(position, payload))).published;
  }
}
