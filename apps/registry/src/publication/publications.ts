import { Injectable } from '@nestjs/common';

import {
  foldCommunication,
  foldHandling,
  handlingStreamOf,
  isOccurredOn,
  type LetterPublished,
  publishLetter,
  recordedBy,
  type ReferenceKey,
  type Released,
  streamOf,
} from '#libs/domain';
import { PublicArchive } from '#libs/documents';
import { type Entry, EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError, type RecordedEvent } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import { SealedDocuments } from '../documents/sealed-documents.js';
import { type Registered, Registrar } from '../registrar.js';
import { SealedFields } from '../sealed-fields.js';
import type { PublicationRequest } from './publication-request.js';

/** What is published, ready to be shown to everyone once the event is durable. */
interface Rendition {
  readonly payload: LetterPublished;
  readonly document: Uint8Array;
  readonly disclosures: readonly string[];
}

@Injectable()
export class Publications {
  constructor(
    private readonly registrar: Registrar,
    private readonly store: EventStore,
    private readonly fields: SealedFields,
    private readonly documents: SealedDocuments,
    private readonly archive: PublicArchive,
  ) {}

  /** Records the publication, then shows the approved rendition and the released fields to everyone; a repeated request shows them again. */
  async publish(command: CommandRequest, reference: ReferenceKey, body: PublicationRequest): Promise<Registered> {
    if (!isOccurredOn(body.on)) throw new LedgerError('DATE_INVALID', { path: 'on', reason: 'not a real date' });
    requireRole(command.identity, recordedBy('LetterPublished'));
    const [letter, handling] = [streamOf(reference), handlingStreamOf(reference)];
    const rendition = await this.prepare(body, handling);
    const registered = await this.registrar.register(command, {
      type: 'LetterPublished',
      data: rendition.payload,
      readWith: [letter],
      plan: () => ({
        streams: [letter, handling],
        sealedUnder: [],
        decide: (data, facts) =>
          publishLetter(
            data,
            { ...facts, reference, ps: facts.pseudonym(handling) },
            { communication: foldCommunication(facts.events(letter)), handling: foldHandling(facts.events(handling)) },
          ),
      }),
    });
    await this.archive.putDocument(rendition.document);
    for (const text of rendition.disclosures) await this.archive.putDisclosure(text);
    return registered;
  }

  private async prepare(body: PublicationRequest, handling: string): Promise<Rendition> {
    const entries = await wholeStream(this.store, handling);
    const events = entries.map(({ position, payload }) => recordedEvent(position, payload));
    const approved = foldHandling(events).proposals.findLast(({ approval }) => approval !== undefined);
    const entry = entries.find(({ id }) => id === approved?.id);
    if (approved?.approval === undefined || entry === undefined) throw new LedgerError('REDACTION_NOT_APPROVED');
    const { digest, mediaType, bytes } = await this.documents.open(entry, 0);
    const released = body.released ?? [];
    return {
      payload: {
        on: body.on,
        rendition: { digest, bytes: bytes.length, mediaType },
        summary: body.summary,
        released,
        approval: approved.approval,
      },
      document: bytes,
      disclosures: (await Promise.all(released.map((one) => this.disclosuresOf(one)))).flat(),
    };
  }

  /** The texts behind the digests. Throws `FIELD_NOT_SEALED` for a digest that does not stand in the event. */
  private async disclosuresOf({ event, digests }: Released): Promise<readonly string[]> {
    const entry = await this.fields.entry(event);
    refuseUnlessOfLetters(entry);
    const opened = await this.fields.openAll(entry);
    return digests.map((digest) => {
      const slot = opened.find((one) => one.digest === digest);
      if (slot === undefined)
        throw new LedgerError('FIELD_NOT_SEALED', { path: 'released', reason: 'no such digest in the event' });
      return slot.text;
    });
  }
}

/** Nothing of an allegation is ever released this way: its source has no path to the public. */
function refuseUnlessOfLetters({ position, payload }: Entry): void {
  const event: RecordedEvent = recordedEvent(position, payload);
  if (!event.stream.startsWith('communication-'))
    throw new LedgerError('EVENT_UNKNOWN', { path: 'released', reason: 'not an event of a letter' });
}
