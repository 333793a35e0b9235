import { Injectable } from '@nestjs/common';

import { allegationStream, entitlementsOn, maySee, parseReference, zurichDay } from '#libs/domain';
import { EventStore } from '#libs/event-store';
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

  /** Throws `LETTER_NOT_SENT` unless the agency may see each of these letters from the moment it is sent: which there are is not told. */
  refuseOthersLetters({ subject }: Identity, references: readonly string[]): void {
    const entitled = entitlementsOn(zurichDay(this.clock.now())).find(({ agency }) => agency === subject);
    const sees = (code: string): boolean =>
      entitled !== undefined && maySee(entitled, { kind: 'communication', codes: [code], label: 'addressee_facing' });
    if (!references.map(parseReference).every(({ code }) => sees(code))) throw new LedgerError('LETTER_NOT_SENT');
  }
}
