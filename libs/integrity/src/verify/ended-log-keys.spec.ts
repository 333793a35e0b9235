import { beforeAll, describe, expect, it } from '@jest/globals';
import { keysStream } from '#libs/ledger';
import { auditorParts, type MemorySigner, readerParts, SmallLedger, smallStory } from '#libs/testing';
import type { Signer } from '../signer.js';
import { composeBundle } from '../bundle/compose.js';
import { utf8 } from '../bytes.js';
import { parseTrust } from '../trust.js';
import { zipBytes } from '../zip/zip-writer.js';
import type { Finding } from './finding.js';
import { verifyBundle } from './verify-bundle.js';
import { verifyHistory } from './verify-history.js';

/** A ledger whose log key can be changed on the way. */
class ChangingLedger {
  private constructor(
    readonly ledger: SmallLedger,
    private readonly headsPosition: number,
  ) {}

  static async told(): Promise<ChangingLedger> {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    return new ChangingLedger(ledger, addresseeHeads);
  }

  /** The added key signs beside the others from its own position on. */
  async add(): Promise<MemorySigner> {
    const key = this.ledger.newKey();
    await this.ledger.addKey(key, 'log');
    this.ledger.signers = [...this.ledger.signers, key];
    return key;
  }

  async end({ kid }: MemorySigner, how: 'KeyRetired' | 'KeyRevoked', lastTrustedSize = 5): Promise<void> {
    const data = { kid, ...(how === 'KeyRevoked' && { lastTrustedSize }) };
    await this.ledger.record({ stream: keysStream, type: how, data, role: 'operator' });
    this.ledger.signers = this.ledger.signers.filter((signer) => signer.kid !== kid);
  }

  async grow(): Promise<void> {
    await this.ledger.record({ stream: 'communication-KHM-1-2025', type: 'ReminderSent', codes: ['KHM'] });
  }

  /** What is found in the addressee's bundle, in an auditor's, and in a mirror; the checkpoints are those kept before. */
  async found(pinned: Signer, older: readonly string[] = []): Promise<Record<string, readonly Finding[]>> {
    const { ledger, headsPosition } = this;
    const trust = parseTrust(ledger.trustTextNaming(pinned)) ?? ledger.trust;
    const since = older.at(-1);
    const options = { trust, ...(since !== undefined && { since }) };
    const readers = await readerParts(ledger, { audience: 'addressee', code: 'KHM', headsPosition });
    const auditors = await auditorParts(ledger, headsPosition);
    const lines = ledger.entries.map(({ jwt }, position) => `{"position":${position},"jwt":"${jwt}"}\n`);
    const history = {
      checkpoint: await ledger.checkpoint(),
      older,
      areHeadsDisclosed: false,
      statements: () => pieces(lines.join('')),
      disclosures: () => pieces(''),
    };
    return {
      addressee: (await verifyBundle(await zipBytes(composeBundle(readers)), options)).findings,
      auditor: (await verifyBundle(await zipBytes(composeBundle(auditors)), options)).findings,
      mirror: (await verifyHistory(history, { trust, slots: {} })).findings,
    };
  }
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield utf8(text);
}

const codesOf = (found: Readonly<Record<string, readonly Finding[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(found).map(([who, findings]) => [who, findings.map(({ code }) => code)]));
const all = (...codes: string[]) => ({ addressee: codes, auditor: codes, mirror: codes });

describe('a checkpoint signed only with a key of the log that', () => {
  let changing: ChangingLedger;
  let first: MemorySigner;
  beforeAll(async () => {
    changing = await ChangingLedger.told();
    first = changing.ledger.log;
    await changing.add();
  });

  it.each(['KeyRetired', 'KeyRevoked'] as const)(
    'had been ended (%s) is found, whoever pinned that key',
    async (how) => {
      const ended = await ChangingLedger.told();
      const { log } = ended.ledger;
      await ended.add();
      await ended.end(log, how);
      const at = ended.ledger.size - 1;
      ended.ledger.signers = [log];
      const found = await ended.found(log);
      expect(codesOf(found)).toEqual(all('CHECKPOINT_KEY_ENDED'));
      expect(found['mirror']?.[0]?.detail).toContain(
        `position ${at} had ${how === 'KeyRetired' ? 'retired' : 'revoked'}`,
      );
      const [heir] = (await ended.found(ended.ledger.newKey()))['mirror'] ?? [];
      expect(heir).toMatchObject({
        code: 'CHECKPOINT_UNKNOWN_LOG',
        detail: expect.stringContaining(`position ${at} had`),
      });
    },
  );

  it('is in force, or that is ended but stands beside one in force, is sound', async () => {
    expect(codesOf(await changing.found(first))).toEqual(all());
    const [, second] = changing.ledger.signers;
    await changing.end(first, 'KeyRevoked');
    changing.ledger.signers = [first, ...(second ? [second] : [])];
    expect(codesOf(await changing.found(first))).toEqual(all());
  });

  it('had been ended is found also beside a false line of the key in force', async () => {
    const { ledger } = changing;
    const [revoked, second] = ledger.signers as [Signer, Signer];
    const lie: Signer = { kid: second.kid, publicJwk: second.publicJwk, sign: () => Promise.resolve(Buffer.alloc(64)) };
    ledger.signers = [revoked, lie];
    expect(codesOf(await changing.found(revoked))).toEqual(all('CHECKPOINT_KEY_ENDED'));
  });
});

describe('after the key of the log was changed in good order', () => {
  let changing: ChangingLedger;
  let first: MemorySigner;
  let second: MemorySigner;
  const kept: string[] = [];
  beforeAll(async () => {
    changing = await ChangingLedger.told();
    const { ledger } = changing;
    first = ledger.log;
    const keep = async (): Promise<void> => void kept.push(await ledger.checkpoint());
    kept.push(await ledger.checkpoint(3));
    await keep();
    second = await changing.add();
    await keep();
    await changing.grow();
    await keep();
    await changing.end(first, 'KeyRetired');
    await keep();
    await changing.grow();
  });

  it('whoever pins the new key finds every checkpoint continued that was signed before', async () => {
    for (let n = 1; n <= kept.length; n++) {
      const { auditor, mirror } = codesOf(await changing.found(second, kept.slice(0, n)));
      expect({ auditor, mirror }).toEqual({ auditor: [], mirror: [] });
    }
  });

  it('whoever pins the old one is told that a newer trust file is needed', async () => {
    const { mirror = [] } = await changing.found(first);
    expect(mirror).toMatchObject([
      { code: 'CHECKPOINT_UNKNOWN_LOG', detail: expect.stringMatching(/a newer trust file is needed/) },
    ]);
  });

  it('whoever holds a bundle of before against the new trust file is told that it takes the one of that time', async () => {
    const before = await ChangingLedger.told();
    const later = before.ledger.newKey();
    const { addressee = [] } = await before.found(later);
    expect(addressee).toMatchObject([
      {
        code: 'CHECKPOINT_UNKNOWN_LOG',
        detail: expect.stringMatching(/an earlier one that position 2 adds: the trust file of that time/),
      },
    ]);
  });

  it('an older checkpoint of a fork is found, whichever key in force has signed it', async () => {
    const { ledger } = changing;
    const now = ledger.signers;
    ledger.signers = [first];
    const fork = await ledger.checkpoint(10, { root: ledger.tree.root(4) });
    ledger.signers = now;
    const { auditor, mirror } = codesOf(await changing.found(second, [fork]));
    expect({ auditor, mirror }).toEqual({ auditor: ['CONSISTENCY'], mirror: ['CONSISTENCY'] });
  });

  it('an older checkpoint that only the old key has signed after its end is found', async () => {
    const { ledger } = changing;
    const now = ledger.signers;
    ledger.signers = [first];
    const late = await ledger.checkpoint(ledger.size);
    ledger.signers = now;
    const { auditor, mirror } = codesOf(await changing.found(second, [late]));
    expect({ auditor, mirror }).toEqual({ auditor: ['CONSISTENCY'], mirror: ['CONSISTENCY'] });
  });
});
