import { describe, expect, it } from '@jest/globals';
import { auditorParts, letterSlots, readerParts, SmallLedger, smallStory } from '#libs/testing';
import { type BundleParts, composeBundle } from '../bundle/compose.js';
import { zipBytes } from '../zip/zip-writer.js';
import type { VerifyResult } from './result.js';
import type { Slots } from './sealed-places.js';
import { verifyBundle, type VerifyOptions } from './verify-bundle.js';

const letter = { stream: 'communication-KHM-1-2025', codes: ['KHM'], type: 'AddresseeNotified' };
/** As the verifier knows the type, in which a note and a place are sealed. */
const known: Slots = { 'AddresseeNotified/1': ['note', 'place'] };

/** A ledger with a notice in which these fields are sealed, and its bundle for the addressee or an auditor. */
async function bundled(
  slots: readonly string[],
  told: BundleParts['slots'],
  audience: 'addressee' | 'auditor' = 'addressee',
): Promise<(options: VerifyOptions) => Promise<VerifyResult>> {
  const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
  await ledger.record({ ...letter, slots: [...slots] });
  const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
  const parts = audience === 'auditor' ? auditorParts(ledger, addresseeHeads) : readerParts(ledger, readers);
  const bytes = await zipBytes(composeBundle({ ...(await parts), slots: told }));
  return (options) => verifyBundle(bytes, { trust: ledger.trust, ...options });
}

const codes = ({ findings }: VerifyResult): string[] => findings.map(({ code }) => code);
const saidOf = ({ checks }: VerifyResult): string | undefined =>
  checks.find(({ check }) => check === 'signatures')?.detail;

describe.each(['addressee', 'auditor'] as const)(
  'the list of sealed fields in a bundle for an %s, which nobody signs,',
  (audience) => {
    it('takes no statement out of the check that is sealed as the verifier knows it', async () => {
      const verified = await bundled(['note', 'place'], { 'AddresseeNotified/1': ['note'] }, audience);
      const result = await verified({ slots: known });
      expect(result).toMatchObject({ ok: true, findings: [] });
      expect(result.typesByListOnly).toBeUndefined();
    });

    it('excuses no statement that is sealed neither as it says nor as the verifier knows it', async () => {
      const verified = await bundled(['note'], { 'AddresseeNotified/1': [] }, audience);
      expect(codes(await verified({ slots: known }))).toContain('SD_PLACEMENT');
      const unlisted = await bundled(['note'], {}, audience);
      expect(codes(await unlisted({ slots: known }))).toContain('SD_PLACEMENT');
    });

    it('is told as what alone a statement was judged by that is sealed otherwise than the verifier knows it', async () => {
      const verified = await bundled(['note'], { 'AddresseeNotified/1': ['note'] }, audience);
      const result = await verified({ slots: known });
      expect(result).toMatchObject({ ok: true, findings: [], typesByListOnly: ['AddresseeNotified/1'] });
      expect(saidOf(result)).toContain('what must be sealed was not judged in 1 type');
    });

    it('excuses no statement that seals something in a type in which nothing is sealed', async () => {
      const own = { slots: {}, kinds: ['AddresseeNotified/1'] };
      const verified = await bundled(['note'], {}, audience);
      expect(codes(await verified({ ...own, kinds: ['AddresseeNotified/1', 'HeadsRecorded/1'] }))).toContain(
        'SD_PLACEMENT',
      );
      const listed = await bundled(['note'], { 'AddresseeNotified/1': ['note'] }, audience);
      expect(await listed(own)).toMatchObject({ ok: true, typesByListOnly: ['AddresseeNotified/1'] });
    });

    it('judges nothing of a type the verifier does not know, and the answer names it', async () => {
      const verified = await bundled(['note'], { 'AddresseeNotified/1': ['note', 'place'] }, audience);
      const [all, others] = [await verified({}), await verified({ kinds: ['AddresseeNotified/2'] })];
      expect(all.unknownTypes).toBeUndefined();
      expect(others).toMatchObject({ ok: true, findings: [] });
      expect(others.unknownTypes).toContain('AddresseeNotified/1');
      expect(saidOf(others)).toMatch(/what must be sealed was not judged in \d+ types?/);
    });
  },
);

it('the paths of ciphertexts are the slots by which their statement is judged, whatever the list in the bundle says', async () => {
  const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
  const judged = async (path: string): Promise<string[]> => {
    const parts = await auditorParts(ledger, addresseeHeads);
    const ciphertexts = (parts.ciphertexts ?? []).map(({ position, digests }) => {
      const renamed = Object.entries(digests).map(([name, hex]) => [name.replace(/name$/, path), hex] as const);
      return { position, digests: Object.fromEntries(renamed) };
    });
    const bytes = await zipBytes(composeBundle({ ...parts, ciphertexts, slots: { 'LetterSent/1': [] } }));
    return codes(await verifyBundle(bytes, { trust: ledger.trust, slots: { 'LetterSent/1': letterSlots } }));
  };
  expect(await judged('name')).toEqual([]);
  expect(new Set(await judged('nickname'))).toEqual(new Set(['CIPHERTEXTS']));
});

describe('a disclosure', () => {
  const opened = async (slots: readonly string[], options: VerifyOptions): Promise<string[]> =>
    codes(await (await bundled(slots, known))(options));

  it('names a field that is sealed in its type, at its place', async () => {
    expect(await opened(['note', 'place'], { slots: known })).toEqual([]);
    expect(await opened(['note', 'other'], { slots: known })).toEqual(['DISCLOSURE_FORM']);
    expect(await opened(['other', 'more'], { slots: known })).toEqual(['DISCLOSURE_FORM', 'DISCLOSURE_FORM']);
  });

  it('may name anything in a type that the verifier does not know', async () => {
    expect(await opened(['other'], { kinds: ['AddresseeNotified/2'] })).toEqual([]);
  });

  it('names a field of the objects in a list by its path there', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const bytes = await zipBytes(composeBundle(await readerParts(ledger, readers)));
    const judged = async (slots: Slots) => codes(await verifyBundle(bytes, { trust: ledger.trust, slots }));
    expect(await judged({ 'LetterSent/1': letterSlots })).toEqual([]);
    const renamed = letterSlots.map((path) => path.replace('name', 'title'));
    expect(await judged({ 'LetterSent/1': renamed })).toContain('DISCLOSURE_FORM');
  });
});

describe('a list of sealed fields that is as long as it may be', () => {
  it('keeps nobody waiting, however many places a statement has that the list could speak of', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    // As many places as the longest statement can have, of a type that is listed otherwise than the verifier knows it.
    const places = Array.from({ length: 13_000 }, () => ({}));
    for (let i = 0; i < 3; i++) await ledger.record({ ...letter, data: { places } });
    const slots = Array.from({ length: 90_000 }, (_, i) => `a/*/x${i.toString(36)}`).sort();
    const parts = await auditorParts(ledger, addresseeHeads);
    const bytes = await zipBytes(composeBundle({ ...parts, slots: { 'AddresseeNotified/1': slots } }));
    const result = await verifyBundle(bytes, { trust: ledger.trust, slots: known });
    expect(result).toMatchObject({ ok: true, findings: [], typesByListOnly: ['AddresseeNotified/1'] });
  }, 30_000);
});
