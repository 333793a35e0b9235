import { rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  formatCheckpoint,
  hasQuorum,
  MerkleTree,
  parseSignedCheckpoint,
  parseTlogProof,
  parseTrust,
  type Trust,
} from '#libs/integrity';
import { signedCheckpoint } from '#apps/notary';
import { cosignedAt } from '#libs/integrity';
import { type Caller, SmallLedger, WitnessServer } from '#libs/testing';

import { checkpointOf, insist, ServedNotary, StoredLedger } from './served-notary.js';

const rhythm = { every: 100, again: 50 };

describe('a notary with witnesses', () => {
  let stored: StoredLedger;
  let served: ServedNotary;
  let witnesses: WitnessServer[];
  let policy: string;
  let clerk: Caller;

  beforeAll(async () => {
    stored = await StoredLedger.of(await SmallLedger.founded());
    const { log } = stored.ledger.trust;
    witnesses = await Promise.all(['north', 'east', 'south'].map((name) => WitnessServer.start(name, [log])));
    policy = `${witnesses.map(({ line }) => line).join('')}group two 2 north east south\nquorum two\n`;
    served = await ServedNotary.start(stored, { policy, rhythm });
    clerk = await served.as('mandate_clerk');
  });
  afterAll(async () => {
    await served.stop();
    for (const witness of witnesses) await witness.stop();
    await stored.store.close();
    rmSync(served.home, { recursive: true });
  });

  async function witnessed(note: string, { policy: asked }: Trust): Promise<Set<string>> {
    const signed = parseSignedCheckpoint(note);
    const names = new Set<string>();
    for (const [name, key] of asked.witnesses)
      if (signed && (await cosignedAt(signed.note, key)) !== undefined) names.add(name);
    return names;
  }
  const trustOf = async (): Promise<Trust> => parseTrust((await served.everyone.get('/trust')).text) as Trust;

  it('shows everyone checkpoints that its quorum has cosigned, and names it in the trust file', async () => {
    const note = await checkpointOf(served.everyone, stored.ledger.size);
    const trust = await trustOf();
    expect([...(await witnessed(note, trust))].sort()).toEqual(['east', 'north', 'south']);
    await stored.grow(300);
    const next = await checkpointOf(served.everyone, stored.ledger.size);
    expect(hasQuorum(trust.policy, await witnessed(next, trust))).toBe(true);
    expect(witnesses.map((witness) => witness.sizeOf(stored.ledger.origin))).toEqual([303, 303, 303]);
  });

  it('goes on with one witness less', async () => {
    await witnesses[0]?.stop();
    await stored.grow(1);
    const note = await checkpointOf(served.everyone, stored.ledger.size);
    expect([...(await witnessed(note, await trustOf()))].sort()).toEqual(['east', 'south']);
  });

  it('goes on for staff without a quorum; what everyone sees, and receipts, wait and say why', async () => {
    await witnesses[1]?.stop();
    const before = stored.ledger.size;
    await stored.grow(1);
    await checkpointOf(clerk, before + 1);
    const proof = `/v1/events/${stored.ledger.entries.at(-1)?.event.id}/proof`;
    const refused = await insist(async () => {
      const answer = await clerk.get(proof);
      return answer.text.includes('witness east: ') ? answer : undefined;
    });
    expect(refused).toMatchObject({ status: 503, json: { code: 'NOTARY_UNAVAILABLE' } });
    expect(refused.text).toContain('witness east: it cannot be reached');
    await checkpointOf(served.everyone, before);

    await witnesses[1]?.resume();
    const note = await checkpointOf(served.everyone, before + 1);
    expect((await witnessed(note, await trustOf())).size).toBe(2);
    expect(parseTlogProof((await clerk.get(proof)).text)?.checkpoint).toBe(note);
  });

  it('catches a witness up that was away, and one that has forgotten everything', async () => {
    await witnesses[0]?.resume();
    await stored.grow(1);
    await insist(() => Promise.resolve(witnesses[0]?.sizeOf(stored.ledger.origin) === stored.ledger.size || undefined));
    await served.stop();
    served = await ServedNotary.start(stored, { home: served.home, policy, rhythm });
    clerk = await served.as('mandate_clerk');
    await stored.grow(1);
    await checkpointOf(served.everyone, stored.ledger.size);
    expect(witnesses.flatMap(({ answers }) => answers)).toContain(409);
    expect(witnesses.flatMap(({ answers }) => answers).filter((status) => ![200, 409].includes(status))).toEqual([]);
  });

  it('does not sign after a start at which a witness has cosigned more than the guard remembers', async () => {
    const { origin, log, size } = stored.ledger;
    const longer = new MerkleTree();
    stored.ledger.entries.forEach((_, n) => longer.append(stored.ledger.tree.subtrees(0, n, 1)));
    longer.append(stored.ledger.tree.subtrees(0, 0, 1));
    const note = await signedCheckpoint({ origin, size: size + 1, root: longer.root() }, [log]);
    await served.stop();
    const url = /http\S+/.exec(witnesses[2]?.line ?? '')?.[0];
    const proof = longer.consistencyProof(size).map((hash) => `${Buffer.from(hash).toString('base64')}\n`);
    const body = `old ${size}\n${proof.join('')}\n${note}`;
    expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status).toBe(200);
    served = await ServedNotary.start(stored, { home: served.home, policy, rhythm });
    expect(served.notary.complaint).toContain(
      `witness south has cosigned ${size + 1} events, the guard remembers ${size}`,
    );
    expect((await served.everyone.get('/checkpoint')).status).toBe(503);
  });
});

describe('the witness of these tests keeps to the protocol', () => {
  let ledger: SmallLedger;
  let witness: WitnessServer;
  beforeAll(async () => {
    ledger = await SmallLedger.founded();
    while (ledger.size < 20) await ledger.record({ stream: `handling-KHM-${ledger.size}-2025`, type: 'CaseAssigned' });
    witness = await WitnessServer.start('strict', [ledger.trust.log]);
  });
  afterAll(() => witness.stop());

  async function submit(old: string, from: number, note: string): Promise<Response> {
    const size = parseSignedCheckpoint(note)?.checkpoint.size ?? 0;
    const proof = from > 0 && from < size ? ledger.tree.consistencyProof(from, size) : [];
    const lines = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
    const url = /http\S+/.exec(witness.line)?.[0];
    return fetch(`${url}/add-checkpoint`, { method: 'POST', body: `old ${old}\n${lines}\n${note}` });
  }
  const head = (size: number) => ({ origin: ledger.origin, size, root: ledger.tree.root(size) });

  it('cosigns what continues the log, and answers everything else with the status that is prescribed', async () => {
    const ten = await signedCheckpoint(head(10), [ledger.log]);
    const twenty = await signedCheckpoint(head(20), [ledger.log]);
    const unknown = await signedCheckpoint({ ...head(10), origin: 'ledger.test/other' }, [ledger.log]);
    const unsigned = await signedCheckpoint(head(10), [ledger.issuer]);
    expect((await submit('0', 0, unknown)).status).toBe(404);
    expect((await submit('0', 0, unsigned)).status).toBe(403);
    expect((await submit('11', 0, ten)).status).toBe(400);
    expect((await submit('x', 0, ten)).status).toBe(400);
    expect((await submit('0', 0, formatCheckpoint(head(10)))).status).toBe(400);
    const first = await submit('0', 0, ten);
    expect([first.status, await first.text()]).toEqual([
      200,
      expect.stringMatching(/^— witness\.example\/strict \S+\n$/),
    ]);
    const conflict = await submit('0', 0, twenty);
    expect([conflict.status, conflict.headers.get('content-type'), await conflict.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '10\n',
    ]);
    expect((await submit('10', 9, twenty)).status).toBe(422);
    const forked = await signedCheckpoint({ ...head(10), root: ledger.tree.root(9) }, [ledger.log]);
    expect((await submit('10', 0, forked)).status).toBe(409);
    expect((await submit('10', 0, ten)).status).toBe(200);
    expect((await submit('10', 10, twenty)).status).toBe(200);
    expect(witness.sizeOf(ledger.origin)).toBe(20);
  });
});
