import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { beginWholeFold } from '#apps/auditor';
import {
  composeBundle,
  fileNames,
  fromUtf8,
  parseTrust,
  readmeDigests,
  readmeText,
  sha256,
  toHex,
  utf8,
  verifyBundle,
  zipBytes,
} from '#libs/integrity';
import { LedgerTally } from '#libs/projections';
import { auditorParts, readerParts, SmallLedger, smallStory } from '#libs/testing';

/** Released bytes: never edited, only added to. */
interface BundleVector {
  readonly readme: string;
  readonly trust: string;
  readonly headsPosition: number;
  readonly completeAsAt: string;
  /** Text of every file but README.txt, in the order of the bundle. */
  readonly files: Readonly<Record<string, string>>;
}

const vector = JSON.parse(readFileSync(new URL('vectors/bundle.json', import.meta.url), 'utf8')) as BundleVector;

const told = async () => {
  const { ledger, addresseeHeads, letter } = await smallStory(await SmallLedger.founded(['KHM', 'LAO'], 'vector'));
  const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
  return { ledger, files: composeBundle({ ...(await readerParts(ledger, readers)), since: 5, documents: [letter] }) };
};

describe('the bundle format ledger-bundle/1', () => {
  it('has one fixed text', () => {
    expect(toHex(sha256(utf8(readmeText)))).toBe(vector.readme);
    expect(readmeDigests[0]).toBe(vector.readme);
  });

  it('is written with the same bytes as when it was released', async () => {
    const { ledger, files } = await told();
    expect(ledger.trustText).toBe(vector.trust);
    const texts = files
      .filter(({ name }) => name !== fileNames.readme)
      .map(({ name, bytes }) => [name, fromUtf8(bytes)]);
    expect(texts).toEqual(Object.entries(vector.files));
  });

  it('is verified as it was when it was released', async () => {
    const trust = parseTrust(vector.trust);
    const texts = Object.entries({ [fileNames.readme]: readmeText, ...vector.files });
    const bytes = await zipBytes(texts.map(([name, text]) => ({ name, bytes: utf8(text) })));
    const result = await verifyBundle(bytes, { ...(trust && { trust }) });
    expect(result.findings).toEqual([]);
    expect(result.completeAsAt).toBe(vector.completeAsAt);
  });
});

/** The same ledger's, for an auditor. */
interface AuditorVector extends Omit<BundleVector, 'readme'> {
  /** In hex. */
  readonly tiles: Readonly<Record<string, string>>;
}

const auditors = JSON.parse(
  readFileSync(new URL('vectors/auditor-bundle.json', import.meta.url), 'utf8'),
) as AuditorVector;

describe('the bundle format ledger-bundle/1 for auditors', () => {
  const isTile = ({ name }: { readonly name: string }): boolean => name.startsWith('tile/');

  it('is written with the same bytes as when it was released', async () => {
    const { ledger, addresseeHeads, letter } = await smallStory(await SmallLedger.founded(['KHM', 'LAO'], 'vector'));
    const tally = new LedgerTally();
    for (const { event } of ledger.entries) tally.see(event);
    const [name, view] = tally.file;
    const parts = { ...(await auditorParts(ledger, addresseeHeads)), views: new Map([[name, utf8(view)]]) };
    const files = composeBundle({ ...parts, since: 5, documents: [letter] });
    const texts = files.filter((file) => file.name !== fileNames.readme && !isTile(file));
    expect(texts.map((file) => [file.name, fromUtf8(file.bytes)])).toEqual(Object.entries(auditors.files));
    const tiles = files.filter(isTile);
    expect(tiles.map((file) => [file.name, toHex(file.bytes)])).toEqual(Object.entries(auditors.tiles));
  });

  it('is verified as it was when it was released, its view included', async () => {
    const { [fileNames.manifest]: manifest = '', ...others } = auditors.files;
    const bytes = await zipBytes([
      ...Object.entries({ [fileNames.readme]: readmeText, ...others }).map(([name, text]) => ({
        name,
        bytes: utf8(text),
      })),
      ...Object.entries(auditors.tiles).map(([name, hex]) => ({ name, bytes: Buffer.from(hex, 'hex') })),
      { name: fileNames.manifest, bytes: utf8(manifest) },
    ]);
    const trust = parseTrust(auditors.trust);
    const result = await verifyBundle(bytes, { beginWholeFold, ...(trust && { trust }) });
    expect(result.findings).toEqual([]);
    expect(result.completeAsAt).toBe(auditors.completeAsAt);
    expect(result.checks).toContainEqual(expect.objectContaining({ check: 'views', ok: true }));
  });
});
