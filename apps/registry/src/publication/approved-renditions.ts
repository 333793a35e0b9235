import { Injectable } from '@nestjs/common';

import { foldHandling, handlingStreamOf, type ReferenceKey, type Released } from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { SealedDocuments } from '../documents/sealed-documents.js';
import { SealedFields } from '../sealed-fields.js';
import type { Shown } from './public-shelf.js';

/** A redaction that was approved, ready to be shown to everyone. */
export interface ApprovedRendition extends Shown {
  /** The RedactionApproved. */
  readonly approval: string;
  readonly rendition: { readonly digest: string; readonly bytes: number; readonly mediaType: string };
}

/** Opens what is about to be published; whether it may be is decided afterwards, on the record. */
@Injectable()
export class ApprovedRenditions {
  constructor(
    private readonly store: EventStore,
    private readonly fields: SealedFields,
    private readonly documents: SealedDocuments,
  ) {}

  /**
   * The redaction approved last of the letter (`reply` undefined) or of a reply, with the fields to be released. Throws
   * `REDACTION_NOT_APPROVED`, `EVENT_UNKNOWN` or `FIELD_NOT_SEALED` for a field that there is not, `SUBJECT_SHREDDED`.
   */
  async last(
    reference: ReferenceKey,
    reply: string | undefined,
    released: readonly Released[],
  ): Promise<ApprovedRendition> {
    const entries = await wholeStream(this.store, handlingStreamOf(reference));
    const events = entries.map(({ position, payload }) => recordedEvent(position, payload));
    const approved = foldHandling(events).proposals.findLast(
      ({ approval, of }) => approval !== undefined && of === reply,
    );
    const entry = entries.find(({ id }) => id === approved?.id);
    if (approved?.approval === undefined || entry === undefined) throw notApproved(reply);
    const { digest, mediaType, bytes } = await this.documents.open(entry, 0);
    return {
      approval: approved.approval,
      rendition: { digest, bytes: bytes.length, mediaType },
      document: bytes,
      disclosures: (await Promise.all(released.map((one) => this.disclosuresOf(one)))).flat(),
    };
  }

  /** The texts behind the digests. Nothing of an allegation is ever released this way: its source has no path to the public. */
  private async disclosuresOf({ event, digests }: Released): Promise<readonly string[]> {
    const entry = await this.fields.entry(event);
    if (!entry.stream.startsWith('communication-'))
      throw new LedgerError('EVENT_UNKNOWN', { path: 'released', reason: 'not an event of a letter' });
    const opened = await this.fields.openAll(entry);
    return digests.map((digest) => {
      const slot = opened.find((one) => one.digest === digest);
      if (slot === undefined)
        throw new LedgerError('FIELD_NOT_SEALED', { path: 'released', reason: 'no such digest in the event' });
      return slot.text;
    });
  }
}

function notApproved(reply: string | undefined): LedgerError {
  const of = reply === undefined ? 'none of the letter' : 'none of this reply';
  const naming = reply === undefined ? '' : ' that names the reply';
  const reason = `${of}: one person records a RedactionProposed${naming}, another its RedactionApproved`;
  return new LedgerError('REDACTION_NOT_APPROVED', reason);
}
