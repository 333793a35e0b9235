import { describe, expect, it } from '@jest/globals';
import { keysStream } from '#libs/ledger';
import { type Recorded, readerParts, SmallLedger, type SmallStory, smallStory } from '#libs/testing';
import { composeBundle } from '../bundle/compose.js';
import { zipBytes } from '../zip/zip-writer.js';
import type { VerifyResult } from './result.js';
import { verifyBundle } from './verify-bundle.js';

/** Tells the story, lets `record` go on with it, and verifies what the addressee gets. */
async function verdict(record: (ledger: SmallLedger) => Promise<unknown>): Promise<VerifyResult> {
  const story: SmallStory = await smallStory(await SmallLedger.founded());
  await record(story.ledger);
  const readers = { audience: 'addressee', code: 'KHM', headsPosition: story.addresseeHeads } as const;
  const bytes = await zipBytes(composeBundle(await readerParts(story.ledger, readers)));
  return verifyBundle(bytes, { trust: story.ledger.trust });
}

const codes = async (record: (ledger: SmallLedger) => Promise<unknown>): Promise<string[]> =>
  (await verdict(record)).findings.map(({ code }) => code);

const letter = { stream: 'communication-KHM-1-2025', type: 'ReminderSent', codes: ['KHM'] } satisfies Recorded;
const keyEvent = (type: string, data: Recorded['data']): Recorded => ({
  stream: keysStream,
  type,
  role: 'operator',
  ...(data && { data }),
});

describe('a statement signed with a key', () => {
  it('added before it is sound', async () => {
    const found = codes(async (ledger) => {
      const signer = ledger.newKey();
      await ledger.addKey(signer, 'issuer');
      await ledger.record({ ...letter, signer });
    });
    expect(await found).toEqual([]);
  });

  it('that was never added is found', async () => {
    expect(await codes((ledger) => ledger.record({ ...letter, signer: ledger.newKey() }))).toEqual(['KEY_UNKNOWN']);
  });

  it('that was added only later is found', async () => {
    const found = codes(async (ledger) => {
      const signer = ledger.newKey();
      await ledger.record({ ...letter, signer });
      await ledger.addKey(signer, 'issuer');
    });
    expect(await found).toEqual(['KEY_NOT_YET_ADDED']);
  });

  it('of the log is found', async () => {
    expect(await codes((ledger) => ledger.record({ ...letter, signer: ledger.log }))).toEqual(['KEY_PURPOSE']);
  });

  it('that had been retired is found, unless it is the retirement itself', async () => {
    const found = codes(async (ledger) => {
      await ledger.record(keyEvent('KeyRetired', { kid: ledger.issuer.kid }));
      await ledger.record(letter);
    });
    expect(await found).toEqual(['KEY_RETIRED']);
  });

  it('that had been revoked is found', async () => {
    const found = codes(async (ledger) => {
      await ledger.record(keyEvent('KeyRevoked', { kid: ledger.issuer.kid, lastTrustedSize: ledger.size }));
      await ledger.record(letter);
    });
    expect(await found).toEqual(['KEY_REVOKED']);
  });

  it('in the time before its revocation for which it is no longer trusted is doubted, not found', async () => {
    const result = await verdict(async (ledger) => {
      const signer = ledger.newKey();
      const heir = ledger.newKey();
      await ledger.addKey(signer, 'issuer');
      const trusted = ledger.size;
      await ledger.record({ ...letter, signer });
      await ledger.addKey(heir, 'issuer', signer);
      await ledger.record(keyEvent('KeyRevoked', { kid: signer.kid, lastTrustedSize: trusted }));
      await ledger.record({ ...letter, signer: heir });
    });
    expect(result.findings).toEqual([]);
    // The reminder, the heir's own addition, and what the heir signed since.
    expect(result.doubted).toHaveLength(3);
  });
});

describe('KEY_EVENT is found when', () => {
  const added = (ledger: SmallLedger, data: Recorded['data']): Recorded => {
    const { kid, publicJwk } = ledger.newKey();
    return keyEvent('KeyAdded', { kid, jwk: { ...publicJwk }, purpose: 'issuer', proof: 'none', ...data });
  };
  const cases: readonly [string, (ledger: SmallLedger) => Recorded][] = [
    ['a key does not prove that its holder has it', (ledger) => added(ledger, {})],
    ['a kid is not the thumbprint', (ledger) => added(ledger, { kid: 'A'.repeat(43) })],
    ['a purpose is unknown', (ledger) => added(ledger, { purpose: 'seal' })],
    ['an addition has a member too many', (ledger) => added(ledger, { note: 'x' })],
    ['an intake key is of the wrong kind', (ledger) => added(ledger, { purpose: 'intake' })],
    ['an unknown key is retired', () => keyEvent('KeyRetired', { kid: 'A'.repeat(43) })],
    ['an unknown key is revoked', () => keyEvent('KeyRevoked', { kid: 'A'.repeat(43), lastTrustedSize: 3 })],
    [
      'a revocation trusts what comes after it',
      (ledger) => keyEvent('KeyRevoked', { kid: ledger.log.kid, lastTrustedSize: 10_000 }),
    ],
  ];
  it.each(cases)('%s', async (_, planted) => {
    expect(await codes((ledger) => ledger.record(planted(ledger)))).toContain('KEY_EVENT');
  });

  it('a key is added a second time', async () => {
    expect(await codes((ledger) => ledger.addKey(ledger.issuer, 'issuer'))).toContain('KEY_EVENT');
  });
});
