import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { auditorParts, readerParts, SmallLedger, smallStory } from '#libs/testing';
import { concatAll } from '../bytes.js';
import { sha256 } from '../platform.js';
import { MerkleTree } from '../tree.js';
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

const endless = (name: string): ZippedFile => ({
  name,
  async *pieces() {
    for (const piece = new Uint8Array(16 * 1024 * 1024); ;) yield await Promise.resolve(piece);
  },
});

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
    let [asked, longest] = [0, 0];
    function* documents(): Generator<NamedFile> {
      for (;;) yield nothing(`documents/${asked++}`);
    }
    const [statements, disclosures] = [nothing(fileNames.statements), nothing(fileNames.disclosures)];
    const contents = { positions: [], statements, disclosures, documents: documents(), views: [] };
    await expect(async () => {
      for await (const piece of zippedBundle(parts, contents)) longest = Math.max(longest, piece.length);
    }).rejects.toMatchObject({ code: 'BUNDLE_TOO_LARGE' });
    expect(longest).toBeLessThan(100_000);
    expect(asked).toBeLessThan(100_000);
  });

  it('is refused when its readers would have to keep more statements than they can', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const [statements, disclosures] = [endless(fileNames.statements), nothing(fileNames.disclosures)];
    const contents = { positions: [], statements, disclosures, documents: [], views: [] };
    let written = 0;
    await expect(async () => {
      for await (const piece of zippedBundle(await readerParts(ledger, readers), contents)) written += piece.length;
    }).rejects.toMatchObject({ code: 'BUNDLE_TOO_LARGE' });
    expect(written).toBeLessThan(10_000_000);
  });

  it('keeps little of each of its files, so that one of many statements fits into memory', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const parts = await readerParts(ledger, readers);
    const tree = new MerkleTree();
    for (let n = 0; n < 12_000; n++) tree.append(sha256(`${n}`));
    const outline = { ...parts, tree, checkpoint: { ...parts.checkpoint, size: tree.size } };
    const [statements, disclosures] = [nothing(fileNames.statements), nothing(fileNames.disclosures)];
    const positions = Array.from({ length: tree.size }, (_, n) => n);
    const contents = { positions, statements, disclosures, documents: [], views: [] };
    let [first, last] = [0, 0];
    const seen = (name: string): void => {
      if (name === 'proofs/1999.tlog-proof') first = alive();
      if (name === 'proofs/11999.tlog-proof') last = alive();
    };
    let written = 0;
    for await (const piece of zippedBundle(outline, contents, seen)) written += piece.length;
    expect(written).toBeGreaterThan(1_000_000);
    // The entry of the zip's directory, and the name and digest that bundle.json will say.
    expect((last - first) / 10_000).toBeLessThan(400);
    expect(last).toBeGreaterThan(first);
  });
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that cannot be collected. */
function alive(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
