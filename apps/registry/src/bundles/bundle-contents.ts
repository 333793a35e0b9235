import { Injectable } from '@nestjs/common';

import type { Entry } from '#libs/event-store';
import { type HeadsAudience, readDisclosure, recordedEvent } from '#libs/integrity';
import { headsStream, LedgerError, parseJson, type RecordedEvent } from '#libs/ledger';

import { SealedDocuments } from '../documents/sealed-documents.js';
import { PublicShelf } from '../publication/public-shelf.js';
import { SealedFields } from '../sealed-fields.js';

interface Opened {
  readonly disclosures: { readonly position: number; readonly disclosure: string }[];
  readonly documents: Uint8Array[];
}

export const eventOf = ({ position, payload }: Entry): RecordedEvent => recordedEvent(position, payload);

/** What the readers of a bundle may see of what is sealed: a letter and replies were theirs; the public sees what was released. */
@Injectable()
export class BundleContents {
  constructor(
    private readonly fields: SealedFields,
    private readonly documents: SealedDocuments,
    private readonly shelf: PublicShelf,
  ) {}

  async of(
    entries: readonly Entry[],
    audience: HeadsAudience,
    heads: { code: string; headsPosition: number },
  ): Promise<Opened> {
    const opened: Opened = { disclosures: [], documents: [] };
    for (const entry of entries) {
      if (entry.position === heads.headsPosition) opened.disclosures.push(headsDisclosure(entry, heads.code));
      else if (audience === 'addressee') await this.addOwn(entry, opened);
    }
    await this.addPublished(entries, opened);
    return opened;
  }

  /** Documents of letters and replies, which the addressee received or sent. */
  private async addOwn(entry: Entry, opened: Opened): Promise<void> {
    const event = eventOf(entry);
    if (!event.stream.startsWith('communication-') || entry.boxes === null) return;
    for (const { text } of await this.fields.openAll(entry))
      opened.disclosures.push({ position: entry.position, disclosure: text });
    const { documents } = event.data as unknown as { documents?: readonly unknown[] };
    for (const index of (documents ?? []).keys())
      opened.documents.push((await this.documents.open(entry, index)).bytes);
  }

  /** Public renditions, and the disclosures a publication released, as far as the record still shows them. */
  private async addPublished(entries: readonly Entry[], opened: Opened): Promise<void> {
    const shown = new Set(opened.disclosures.map(({ disclosure }) => disclosure));
    const positions = new Map(entries.map(({ id, position }) => [id, position]));
    for (const { data } of entries.map(eventOf)) {
      const { rendition, released = [] } = data as unknown as Publication;
      const document = rendition === undefined ? undefined : await this.shelf.document(rendition.digest);
      if (document !== undefined) opened.documents.push(document);
      for (const { event: id, digests } of released) {
        const texts = await Promise.all(digests.map((digest) => this.shelf.disclosure(digest)));
        const position = positions.get(id);
        for (const disclosure of texts)
          if (position !== undefined && disclosure !== undefined && !shown.has(disclosure))
            opened.disclosures.push({ position, disclosure });
      }
    }
  }
}

/** What events by which something becomes public say: a letter's publication, a press release. */
interface Publication {
  readonly rendition?: { readonly digest: string };
  readonly released?: readonly { readonly event: string; readonly digests: readonly string[] }[];
}

/** Of the heads' disclosures, which are kept in clear, the one of the reader's own code. */
function headsDisclosure(entry: Entry, code: string): { position: number; disclosure: string } {
  const texts = parseJson(new TextDecoder().decode(entry.disclosures ?? undefined)) as readonly string[];
  const own = texts.find((text) => readDisclosure(text)?.name === code);
  if (own === undefined) throw new LedgerError('ADDRESSEE_NOT_FOUND', `${headsStream} knows no code ${code}`);
  return { position: entry.position, disclosure: own };
}
