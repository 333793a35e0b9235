import { Injectable } from '@nestjs/common';

import type { Entry } from '#libs/event-store';
import { boxDigest, type CiphertextsLine, readDisclosure, toHex } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { headsStream, LedgerError, parseJson } from '#libs/ledger';

import { SealedDocuments } from '../documents/sealed-documents.js';
import { PublicShelf } from '../publication/public-shelf.js';
import { SealedFields } from '../sealed-fields.js';
import type { Readers } from './bundle-order.js';
import { GatheredFiles } from './gathered-files.js';
import { eventOf, type Publication } from './ledger-survey.js';
import { Spools } from './spool.js';

/**
 * What the readers of a bundle may see of what is sealed: a letter and replies were theirs; the public sees what was released. So do
 * auditors, who see besides what all records of heads disclose, and of every ciphertext its digest.
 */
@Injectable()
export class BundleContents {
  constructor(
    private readonly fields: SealedFields,
    private readonly documents: SealedDocuments,
    private readonly shelf: PublicShelf,
    private readonly spools: Spools,
  ) {}

  begin(): Promise<GatheredFiles> {
    return GatheredFiles.begin(this.spools);
  }

  /** Adds a statement with its disclosures and documents. `released`: digests of its fields that were opened to everyone. */
  async add(
    files: GatheredFiles,
    entry: Entry,
    readers: Readers,
    released: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const own = headsDisclosures(entry, readers);
    if (readers.audience === 'addressee' && own.length === 0) own.push(...(await this.opened(files, entry)));
    if (readers.audience === 'auditor' && entry.boxes !== null)
      await files.addCiphertexts(ciphertextsOf(entry, entry.boxes));
    const shown = await Promise.all([...released].map((digest) => this.shelf.disclosure(digest)));
    await files.add(entry, [...new Set([...own, ...shown.filter((text) => text !== undefined)])]);
    await this.addRendition(files, entry);
  }

  /** Of letters and replies, which the addressee received or sent: every field, and the documents. */
  private async opened(files: GatheredFiles, entry: Entry): Promise<string[]> {
    const event = eventOf(entry);
    if (!event.stream.startsWith('communication-') || entry.boxes === null) return [];
    const { documents = [] } = event.data as unknown as { documents?: readonly unknown[] };
    for (const index of documents.keys()) {
      const { digest, pieces } = await this.documents.begin(entry, index);
      if (!files.hasDocument(digest)) await files.addDocument(pieces);
    }
    return (await this.fields.openAll(entry)).map(({ text }) => text);
  }

  /** A public rendition, as far as the record still shows it. */
  private async addRendition(files: GatheredFiles, entry: Entry): Promise<void> {
    const { rendition } = eventOf(entry).data as unknown as Publication;
    if (rendition === undefined || files.hasDocument(rendition.digest)) return;
    const document = await this.shelf.document(rendition.digest);
    if (document !== undefined) await files.addDocument([document]);
  }
}

/** What a record of heads discloses, in clear: to auditors all of it, to others what the one of their own bundle says of their code. */
function headsDisclosures(entry: Entry, { audience, code, headsPosition }: Readers): string[] {
  const isShown = audience === 'auditor' ? entry.stream === headsStream : entry.position === headsPosition;
  if (!isShown) return [];
  const texts = parseJson(new TextDecoder().decode(entry.disclosures ?? undefined)) as readonly string[];
  if (audience === 'auditor') return [...texts];
  const own = texts.find((text) => readDisclosure(text)?.name === code);
  if (own === undefined) throw new LedgerError('ADDRESSEE_NOT_FOUND', `${headsStream} knows no code ${code}`);
  return [own];
}

const ciphertextsOf = ({ position }: Entry, boxes: Uint8Array): CiphertextsLine => ({
  position,
  digests: Object.fromEntries(readBoxColumn(boxes).map((box) => [box.path, toHex(boxDigest(box).digest)])),
});
