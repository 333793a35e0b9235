import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '#libs/ledger';
import {
  aboutLetter,
  auditorParts,
  foundIn,
  letterSlots,
  readerParts,
  SmallLedger,
  smallStory,
  withManifest,
} from '#libs/testing';
import { composeBundle } from '../bundle/compose.js';
import { fileNames } from '../bundle/file-names.js';
import type { Trust } from '../trust.js';
import { type NamedFile, zipBytes } from '../zip/zip-writer.js';
import { verifyBundle } from './verify-bundle.js';

const seed = Date.now() % 1_000_000;
console.log(`seed of the random bundles: ${seed}`);

/** Names a file has by its content, or that say nothing: changing these is caught otherwise or changes nothing. */
const unsigned: ReadonlySet<string> = new Set([fileNames.slots, fileNames.manifest]);

const slots = { 'AllegationReceived/1': ['narrative', 'source'], 'LetterSent/1': letterSlots };

describe('a malicious bundle', () => {
  let trust: Trust;
  let since: string;
  const bundles: (readonly NamedFile[])[] = [];
  beforeAll(async () => {
    const { ledger, addresseeHeads, letter } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    trust = ledger.trust;
    since = await ledger.checkpoint(5);
    bundles.push(composeBundle({ ...(await readerParts(ledger, readers)), slots, since: 5, documents: [letter] }));
    bundles.push(composeBundle({ ...(await auditorParts(ledger, addresseeHeads)), slots }));
  });

  it('is refused as no bundle when it is any bytes at all', async () => {
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      const { ok, findings } = await verifyBundle(bytes, { trust });
      expect([ok, findings[0]?.code]).toEqual([false, 'ZIP_INVALID']);
    });
    await fc.assert(property, { seed });
  });

  it('is refused with no more findings than anybody reads when its disclosures are nothing but malformed lines', async () => {
    const spoilt = (bundles[1] ?? []).map((file) =>
      file.name === fileNames.disclosures ? { ...file, bytes: new Uint8Array(200_000).fill(0x0a) } : file,
    );
    const { ok, findingsTotal } = await verifyBundle(await zipBytes(withManifest(spoilt)), { trust });
    expect(ok).toBe(false);
    expect(findingsTotal).toBeLessThan(2_000);
  });

  it('is refused when it is cut short', async () => {
    const bytes = await zipBytes(bundles[0] ?? []);
    const property = fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
      expect((await verifyBundle(bytes.subarray(0, length), { trust })).ok).toBe(false);
    });
    await fc.assert(property, { seed, numRuns: 50 });
  });

  it('is refused whatever byte of whatever file was changed, though every digest was made to fit again', async () => {
    const change = fc.record({ bundle: fc.nat(1), file: fc.nat(), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    const property = fc.asyncProperty(change, async ({ bundle, file, at, by }) => {
      const files = (bundles[bundle] ?? []).filter(({ name, bytes }) => !unsigned.has(name) && bytes.length > 0);
      const { name = '', bytes = new Uint8Array(1) } = files[file % files.length] ?? {};
      const changed = bytes.slice();
      changed[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by;
      const forged = (bundles[bundle] ?? []).map((whole) => (whole.name === name ? { name, bytes: changed } : whole));
      const result = await verifyBundle(await zipBytes(withManifest(forged)), { trust, since, slots });
      expect([name, result.ok]).toEqual([name, false]);
    });
    await fc.assert(property, { seed, numRuns: 400 });
  });
  it('may sign any claims at all without stopping the verifier', async () => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom('__proto__', -1, 2 ** 53, 'constructor'));
    const names = fc.constantFrom(
      'sub',
      'rev',
      'typ',
      'ver',
      'time',
      'by',
      'codes',
      'data',
      '_sd_alg',
      'ct',
      'jti',
      'iss',
    );
    const property = fc.asyncProperty(names, values, fc.boolean(), async (name, value, isForAuditors) => {
      const reshape = (text: string): string => {
        const claims = JSON.parse(text) as JsonObject;
        return JSON.stringify({ ...claims, [name]: value });
      };
      const audience = isForAuditors ? 'auditor' : 'addressee';
      const found = foundIn({ audience, records: () => [aboutLetter({ reshape })] });
      expect(Array.isArray(await found)).toBe(true);
    });
    await fc.assert(property, { seed, numRuns: 150 });
  });

  it('may write anything into the records of keys, codes, heads and publications', async () => {
    const types = fc.constantFrom('KeyAdded', 'KeyRevoked', 'CodesAdopted', 'HeadsRecorded', 'LetterPublished');
    const members = fc.constantFrom(
      'kid',
      'jwk',
      'codes',
      'size',
      'keys',
      'released',
      '_sd',
      'audience',
      'lastTrustedSize',
    );
    const property = fc.asyncProperty(types, members, fc.jsonValue(), async (type, member, value) => {
      const reshape = (text: string): string => {
        const claims = JSON.parse(text) as { data: JsonObject };
        return JSON.stringify({ ...claims, data: { ...claims.data, [member]: value } });
      };
      const stream = streams[type];
      const found = foundIn({ audience: 'auditor', records: () => [aboutLetter({ stream, type, reshape })] });
      expect(Array.isArray(await found)).toBe(true);
    });
    await fc.assert(property, { seed, numRuns: 150 });
  });
  const streams = {
    KeyAdded: 'ledger-keys',
    KeyRevoked: 'ledger-keys',
    CodesAdopted: 'ledger-policy',
    HeadsRecorded: 'ledger-heads',
    LetterPublished: 'communication-KHM-1-2025',
  } as const;
});
