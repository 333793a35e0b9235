import { beforeAll, describe, expect, it } from '@jest/globals';
import { auditorParts, readerParts, SmallLedger, smallStory, type SmallStory } from '#libs/testing';
import { type BundleParts, composeBundle } from '../bundle/compose.js';
import { zipBytes } from '../zip/zip-writer.js';
import type { VerifyResult } from './result.js';
import { verifyBundle } from './verify-bundle.js';

describe('a bundle of a sound ledger', () => {
  let story: SmallStory;
  beforeAll(async () => {
    story = await smallStory();
  });

  const parts = (audience: 'addressee' | 'public'): Promise<BundleParts> =>
    readerParts(story.ledger, {
      audience,
      code: 'KHM',
      headsPosition: audience === 'public' ? story.publicHeads : story.addresseeHeads,
    });
  const verified = async (bundle: BundleParts, since?: string): Promise<VerifyResult> =>
    verifyBundle(await zipBytes(composeBundle(bundle)), { trust: story.ledger.trust, ...(since && { since }) });
  const headsTime = (position: number): string | undefined => story.ledger.entries[position]?.event.time;

  it('is complete for its addressee as at the time of the heads', async () => {
    const result = await verified(await parts('addressee'));
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({ ok: true, trust: 'pinned', completeAsAt: headsTime(story.addresseeHeads) });
  });

  it('is complete for the public as far as letters were published', async () => {
    const bundle = await parts('public');
    const result = await verified(bundle);
    expect(result.findings).toEqual([]);
    expect(result.completeAsAt).toBe(headsTime(story.publicHeads));
    const streams = bundle.statements.map(({ position }) => story.ledger.entries[position]?.event.stream);
    expect(streams).toContain('communication-KHM-1-2025');
    expect(streams).not.toContain('communication-KHM-3-2025');
  });

  it('is complete for an auditor, who recomputes every list and the whole tree', async () => {
    const result = await verified(await auditorParts(story.ledger, story.addresseeHeads));
    expect(result.findings).toEqual([]);
    expect(result.completeAsAt).toBe(headsTime(story.addresseeHeads));
  });

  it('holds nothing that staff keep to themselves', async () => {
    for (const audience of ['addressee', 'public'] as const) {
      const { statements } = await parts(audience);
      const streams = statements.map(({ position }) => story.ledger.entries[position]?.event.stream ?? '');
      expect(streams.filter((stream) => /^(handling|allegation|follow_up)/.test(stream))).toEqual([]);
    }
  });

  it('says how many documents that it names are not in the file, and does not hold them against it', async () => {
    const bundle = await parts('addressee');
    const without = await verified(bundle);
    const holding = await verified({ ...bundle, documents: [story.letter] });
    expect([without.ok, holding.ok]).toEqual([true, true]);
    expect(without.bundle?.documentsNotHere).toBe((holding.bundle?.documentsNotHere ?? 0) + 1);
  });

  it('names the serials without a letter, and does not hold them against the bundle', async () => {
    const result = await verified(await parts('addressee'));
    expect(result.missingSerials).toEqual(['KHM 2/2025']);
    expect(result.ok).toBe(true);
  });

  it('holds letters begun after the heads, without claiming that these are complete', async () => {
    const { statements } = await parts('addressee');
    const streams = statements.map(({ position }) => story.ledger.entries[position]?.event.stream);
    expect(streams).toContain('communication-KHM-4-2025');
  });

  it('continues an older checkpoint when it carries the proof, and says so when it cannot', async () => {
    const older = await story.ledger.checkpoint(5);
    const withProof = await verified({ ...(await parts('addressee')), since: 5 }, older);
    expect(withProof.checks).toContainEqual(expect.objectContaining({ check: 'consistency', ok: true }));
    const without = await verified(await parts('addressee'), older);
    expect(without.checks).toContainEqual(
      expect.objectContaining({ check: 'consistency', ok: null, detail: expect.stringMatching('not possible') }),
    );
    expect(without.ok).toBe(true);
    const auditor = await verified(await auditorParts(story.ledger, story.publicHeads), older);
    expect(auditor.checks).toContainEqual(expect.objectContaining({ check: 'consistency', ok: true }));
  });

  it('is trusted on first use when nothing was pinned, and the result says so', async () => {
    const bytes = await zipBytes(composeBundle(await parts('public')));
    expect(await verifyBundle(bytes)).toMatchObject({ ok: true, trust: 'first-use', findings: [] });
  });

  it('does not check views when it holds none', async () => {
    const result = await verified(await parts('addressee'));
    expect(result.checks).toContainEqual(expect.objectContaining({ check: 'views', ok: null }));
  });

  it('checks views against what the verifier folds, and leaves unknown versions unchecked', async () => {
    const name = 'views/timeline.1.json';
    const bundle = { ...(await parts('addressee')), views: new Map([[name, Buffer.from('[]')]]) };
    const bytes = await zipBytes(composeBundle(bundle));
    const known = await verifyBundle(bytes, { recomputeViews: () => new Map([[name, Buffer.from('[]')]]) });
    expect(known.checks).toContainEqual(expect.objectContaining({ check: 'views', ok: true }));
    const unknown = await verifyBundle(bytes);
    expect(unknown.checks).toContainEqual(expect.objectContaining({ check: 'views', ok: null }));
  });
});

describe('what is taken out of a bundle or changed in it', () => {
  const letter = 'communication-KHM-1-2025';

  async function verdict(forge: (parts: BundleParts, story: SmallStory) => BundleParts): Promise<string[]> {
    const story = await smallStory();
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: story.addresseeHeads } as const;
    const forged = forge(await readerParts(story.ledger, readers), story);
    const result = await verifyBundle(await zipBytes(composeBundle(forged)), { trust: story.ledger.trust });
    expect(result.ok).toBe(false);
    expect(result.completeAsAt).toBeUndefined();
    return result.findings.map(({ code }) => code);
  }

  const without = (parts: BundleParts, { ledger }: SmallStory, stream: string, revisions: number[]): BundleParts => {
    const dropped = ledger.entries
      .filter(({ event }) => event.stream === stream && revisions.includes(event.revision))
      .map(({ event }) => event.position);
    return {
      ...parts,
      statements: parts.statements.filter(({ position }) => !dropped.includes(position)),
      disclosures: parts.disclosures.filter(({ position }) => !dropped.includes(position)),
    };
  };

  it('one altered byte of a statement breaks its signature', async () => {
    const codes = await verdict((parts, { ledger }) => {
      const at = ledger.entries.find(({ event }) => event.type === 'DispatchConfirmed')?.event.position;
      const statements = parts.statements.map((line) =>
        line.position === at ? { ...line, jwt: line.jwt.slice(0, -1) + (line.jwt.endsWith('A') ? 'Q' : 'A') } : line,
      );
      return { ...parts, statements };
    });
    expect(codes).toContain('BAD_SIGNATURE');
  });

  it('of many signatures exactly those are found that were altered', async () => {
    const story = await smallStory();
    for (let i = 0; i < 400; i++) await story.ledger.record({ stream: letter, type: 'ReminderSent', codes: ['KHM'] });
    const altered = [4, 127, 128, 255, 256, 300, story.ledger.entries.length - 1];
    const parts = await auditorParts(story.ledger, story.addresseeHeads);
    const statements = parts.statements.map((line) =>
      altered.includes(line.position)
        ? { ...line, jwt: `${line.jwt.slice(0, -10)}AAAAAAAA${line.jwt.slice(-2)}` }
        : line,
    );
    const bytes = await zipBytes(composeBundle({ ...parts, statements }));
    const { findings } = await verifyBundle(bytes, { trust: story.ledger.trust });
    const spoilt = findings.filter(({ code }) => code === 'BAD_SIGNATURE');
    expect(spoilt.map(({ position }) => position)).toEqual(altered);
  });

  it('an entry taken from the middle of a stream leaves a gap', async () => {
    expect(await verdict((parts, story) => without(parts, story, letter, [1]))).toContain('REVISION_GAP');
  });

  it('the last entries taken from a stream are missed by the list', async () => {
    expect(await verdict((parts, story) => without(parts, story, letter, [3, 4]))).toContain('STREAM_INCOMPLETE');
  });

  it('a stream taken out with its line in the list changes the list that was signed', async () => {
    const codes = await verdict((parts, story) => {
      const stream = 'communication-KHM-3-2025';
      const list = new Map([...(parts.lists.get('KHM') ?? [])].filter(([name]) => name !== stream));
      return { ...without(parts, story, stream, [0]), lists: new Map([['KHM', list]]) };
    });
    expect(codes).toEqual(['HEADS_LIST']);
  });

  it('a bundle of another ledger is not this one’s: both are named, and no trust file of another time is asked for', async () => {
    const story = await smallStory(await SmallLedger.founded(['KHM'], 'another'));
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: story.addresseeHeads } as const;
    const bytes = await zipBytes(composeBundle(await readerParts(story.ledger, readers)));
    const { trust } = await SmallLedger.founded();
    const { findings } = await verifyBundle(bytes, { trust });
    const codes = findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['ORIGIN', 'GENESIS', 'CHECKPOINT_UNKNOWN_LOG']));
    const both = `bundle and trust file are of different ledgers: ${story.ledger.trust.origin} and ${trust.origin}`;
    expect(findings).toContainEqual({ code: 'ORIGIN', detail: both });
    expect(findings.filter(({ detail }) => /trust file .*needed|another time/u.test(detail))).toEqual([]);
  });
});
