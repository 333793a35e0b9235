import { describe, expect, it } from '@jest/globals';
import { auditorParts, readerParts, SmallLedger, smallStory } from '#libs/testing';
import { concatAll } from '../bytes.js';
import { type NamedFile, type ZippedFile, zipBytes } from '../zip/zip-writer.js';
import { type BundleParts, composeBundle } from './compose.js';
import { fileNames } from './file-names.js';
import { zippedBundle } from './zipped-bundle.js';

/** The same file, given out in small pieces. */
const inPieces = ({ name, bytes }: NamedFile, length = 1000): ZippedFile => ({
  name,
  async *pieces() {
    for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length));
  },
});

const nothing = (name: string): NamedFile => ({ name, bytes: new Uint8Array() });

async function streamed(parts: BundleParts): Promise<Uint8Array> {
  const files = composeBundle(parts);
  const named = (name: string): ZippedFile => inPieces(files.find((file) => file.name === name) ?? nothing(name));
  const within = (folder: string): ZippedFile[] =>
    files.filter(({ name }) => name.startsWith(folder)).map((file) => inPieces(file));
  const pieces: Uint8Array[] = [];
  const contents = {
    positions: parts.statements.map(({ position }) => position),
    statements: named(fileNames.statements),
    disclosures: named(fileNames.disclosures),
    ciphertexts: named(fileNames.ciphertexts),
    documents: within('documents/'),
    views: within('views/'),
  };
  for await (const piece of zippedBundle(parts, contents)) pieces.push(piece);
  return concatAll(pieces);
}

describe('a bundle that is written piece by piece', () => {
  it('has the same bytes as one that is made in memory', async () => {
    const { ledger, addresseeHeads, letter } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const reader = await readerParts(ledger, readers);
    const views = new Map([['views/timeline.1.json', new TextEncoder().encode('[]'.repeat(900_000))]]);
    const documents = [letter, new Uint8Array(), new Uint8Array(5000).map((_, i) => (i * i * 31) >> 3)];
    for (const parts of [reader, { ...reader, since: 5, documents, views }, await auditorParts(ledger, addresseeHeads)])
      expect(Buffer.from(await streamed(parts)).equals(await zipBytes(composeBundle(parts)))).toBe(true);
  });

  it('is refused when it would have more files than a bundle may, before the rest is made', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const parts = await readerParts(ledger, readers);
    let asked = 0;
    function* documents(): Generator<NamedFile> {
      for (;;) yield nothing(`documents/${asked++}`);
    }
    const [statements, disclosures] = [nothing(fileNames.statements), nothing(fileNames.disclosures)];
    const contents = { positions: [], statements, disclosures, documents: documents(), views: [] };
    await expect(async () => {
      for await (const piece of zippedBundle(parts, contents)) expect(piece.length).toBeLessThan(100_000);
    }).rejects.toMatchObject({ code: 'BUNDLE_TOO_LARGE' });
    expect(asked).toBeLessThan(100_000);
  });
});
