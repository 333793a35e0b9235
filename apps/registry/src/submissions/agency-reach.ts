import { Injectable } from '@nestjs/common';

import { allegationStream } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Identifiers } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';
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
  ) {}

  /** Throws `ALLEGATION_UNKNOWN` unless the agency itself submitted the allegation. */
  async refuseOthersAllegation({ issuer, subject }: Identity, allegation: string): Promise<void> {
    const stream = allegationStream(allegation);
    const [entry] = await this.store.readStream(stream, 0, 1);
    const by = entry && recordedEvent(entry.position, entry.payload).by;
    if (by?.role !== 'partner_agency' || by.ps !== this.identifiers.pseudonym(issuer, subject, stream))
      throw new LedgerError('ALLEGATION_UNKNOWN');
  }
}
