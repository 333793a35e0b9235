import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readerParts, SmallLedger, smallStory } from '#libs/testing';
import { composeBundle } from '../bundle/compose.js';
import { parseTrust, type Trust } from '../trust.js';
import { zipBytes } from '../zip/zip-writer.js';
import { verifyBundle } from './verify-bundle.js';

/** Bundles that an independent implementation made and altered, beside the repository; they come with what must be found. */
const folder = new URL('../../../../../shared/data/bundles/', import.meta.url);
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

interface Expected {
  readonly ok: boolean;
  readonly completeAsAt: string | null;
  readonly findings: readonly string[];
}

/** Its fixed text is a draft; whoever verifies such a bundle adds its digest to those that are known. */
const knownReadmes = ['a8e1e1095fa9d1eee35d7ee96c916e53cf4b2209339195ec0548a9226559d6ef'];

function independentBundles(): void {
  const expected = Object.entries(JSON.parse(text('expected.json')) as Record<string, Expected>);
  const trust = parseTrust(text('trust.json')) as Trust;
  const valid = expected.filter(([, { ok }]) => ok).map(([name]) => name);

  it.each(expected)('%s is judged as its maker says', async (name, { ok, completeAsAt, findings }) => {
    const result = await verifyBundle(bytes(name), { trust, knownReadmes });
    expect([result.ok, result.completeAsAt ?? null]).toEqual([ok, completeAsAt]);
    expect(result.findings.map(({ code }) => code)).toEqual(expect.arrayContaining([...findings]));
    if (ok) expect(result.findings).toEqual([]);
  });

  it.each(valid)('%s continues the older checkpoint', async (name) => {
    const result = await verifyBundle(bytes(name), { trust, knownReadmes, since: text('older.checkpoint') });
    expect(result.findings).toEqual([]);
    expect(result.checks).toContainEqual(expect.objectContaining({ check: 'consistency', ok: true }));
  });

  it.each(valid)('%s passes on first use, and one statement in it is doubted', async (name) => {
    const result = await verifyBundle(bytes(name), { knownReadmes });
    expect(result).toMatchObject({ ok: true, trust: 'first-use', doubted: [17] });
    expect(result.checks).toContainEqual(expect.objectContaining({ check: 'views', ok: null }));
  });

  it('names the number for which there is no letter', async () => {
    const { missingSerials } = await verifyBundle(bytes('addressee-valid.zip'), { trust, knownReadmes });
    expect(missingSerials).toEqual(['KHM 3/2025']);
  });
}

if (existsSync(folder)) describe('bundles of an independent implementation', independentBundles);
else
  describe('the bundles of an independent implementation are not beside this repository', () => {
    it('so that only bundles of our own could be checked', async () => {
      const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
      const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
      const own = await zipBytes(composeBundle(await readerParts(ledger, readers)));
      expect(await verifyBundle(own, { trust: ledger.trust })).toMatchObject({ ok: true, findings: [] });
    });
  });
