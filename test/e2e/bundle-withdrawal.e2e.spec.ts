import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { parseTrust } from '#libs/integrity';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, Caller, LedgerProcess, seedLetter, temporaryHome, WitnessServer } from '#libs/testing';

import { unpacked } from './altered-bundle.js';
import { idOf, recordedIn, staffOf } from './answers.js';

const letter = '/v1/communications/KHM/1/2025';
const on = new Date().toISOString().slice(0, 10);

/** On the way from the notary to a witness: refuses everything, until it keeps one checkpoint waiting, and then lets all pass. */
class HeldWitness {
  private readonly server: Server;
  private isRefusing = false;
  private goOn: () => void = () => undefined;
  private held: { readonly covering: number; readonly by: (size: number) => void } | undefined;

  constructor(private readonly target: string) {
    this.server = createServer((request, response) => {
      void this.answer(request)
        .catch(() => ({ status: 503, type: 'text/plain', text: '' }))
        .then(({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text));
    });
  }

  open = (): Promise<void> => new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  refuse(): void {
    this.isRefusing = true;
  }

  /** Waits for the first checkpoint that covers this position, and keeps it. Gives its size. */
  hold(covering: number): Promise<number> {
    return new Promise((by) => (this.held = { covering, by }));
  }

  release = (): void => this.goOn();

  private async answer(request: IncomingMessage) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const size = Number(body.split('\n\n')[1]?.split('\n')[1]);
    if (this.held && size > this.held.covering) {
      this.held.by(size);
      this.held = undefined;
      await new Promise<void>((resolve) => (this.goOn = resolve));
      this.isRefusing = false;
    }
    if (this.isRefusing) return { status: 503, type: 'text/plain', text: '' };
    const said = await fetch(this.target + (request.url ?? ''), { method: 'POST', body });
    return { status: said.status, type: said.headers.get('content-type') ?? 'text/plain', text: await said.text() };
  }
}

describe('a bundle of what is withdrawn later', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-withdrawal-'));
  const at = (name: string): string => join(folder, name);
  let witness: WitnessServer;
  let way: HeldWitness;
  let ledger: LedgerProcess;
  let sent: Answer;
  let [staff, second]: Caller[] = [];
  const by = (caller: Caller | undefined): Caller => caller as Caller;

  beforeAll(async () => {
    witness = await WitnessServer.start('north', []);
    const [, target = ''] = /(http:\S+)/.exec(witness.line) ?? [];
    way = new HeldWitness(target);
    await way.open();
    writeFileSync(at('policy'), `${witness.line.replace(target, way.url)}quorum north\n`);
    ledger = await LedgerProcess.start(temporaryHome(), undefined, {
      ...{ WITNESS_POLICY: at('policy'), PUBLIC_CHECKPOINT_SECONDS: '1' },
    });
    [staff, second] = [await staffOf(ledger, 'desk.one'), await staffOf(ledger, 'desk.two')];
    writeFileSync(at('trust.json'), (await by(staff).get('/trust')).text);
    const trust = parseTrust((await by(staff).get('/trust')).text);
    if (trust) witness.trust(trust.log);
    const original = await by(staff).document('as it was sent', 'sent.txt');
    const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
    sent = await by(staff).put(letter, { ...record, documents: [original] });
    expect(sent.status).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await ledger.stop();
    await witness.stop();
    way.close();
    rmSync(folder, { recursive: true });
  });

  /** Publishes the letter with one of its sealed fields, and gives the publication's id. */
  const published = async (): Promise<string> => {
    const event = idOf(sent, 'LetterSent');
    const [{ statement = '' } = {}] = (sent.json as { events: { statement: string }[] }).events;
    const { data } = JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString()) as {
      data: { documents: { _sd: string[] }[] };
    };
    const redacted = await by(staff).document('Redacted for everyone.', 'redacted.txt');
    const proposed = await by(staff).post(`${letter}/redactions`, { on, letter: event, documents: [redacted] });
    const proposal = idOf(proposed, 'RedactionProposed');
    await by(second).post(`${letter}/redactions/approvals`, { on, proposal });
    const released = [{ event, digests: data.documents[0]?._sd.slice(0, 1) }];
    const summary = { language: 'en', text: 'Alleged trafficking into scam centres.' };
    const answer = await by(second).post(`${letter}/publication`, { on, summary, released });
    expect(answer.status).toBe(201);
    return idOf(answer, 'LetterPublished');
  };

  /** The position of the heads that the job waits to see covered. */
  const waitedFor = async (id: string): Promise<number> => {
    for (let n = 0; n < 600; n++) {
      const { json } = await by(staff).get(`/v1/bundles/${id}`);
      const [, position] = /covers position (\d+)/.exec(JSON.stringify(json)) ?? [];
      if (position !== undefined) return Number(position);
      await pause(20);
    }
    throw new Error('the job waited for no checkpoint');
  };
  const fetched = async (id: string, caller: Caller = by(staff)): Promise<Answer> => {
    for (let n = 0; n < 600; n++) {
      const answer = await caller.get(`/v1/bundles/${id}`);
      if (answer.json === undefined) return answer;
      expect(answer.json).not.toMatchObject({ state: 'failed' });
      await pause(100);
    }
    throw new Error('no bundle was made in a minute');
  };

  /** Takes the publication back, and gives the position of the statement that says so. */
  const withdrawn = async (publication: string): Promise<number> => {
    const order = { on, reason: 'person_at_risk', reviewOn: null, publication };
    const answer = await by(second).post(`${letter}/publication/withdrawal`, order);
    expect(answer.status).toBe(201);
    return recordedIn(answer)[0]?.position ?? -1;
  };
  const texts = async ({ bytes }: Answer): Promise<string> => [...(await unpacked(bytes)).values()].join('\n');

  it('is made again when that happens meanwhile: it has the withdrawal in it, promises nothing that is gone, and hands nothing out that was taken back', async () => {
    const publication = await published();
    // Given a job that has recorded its heads, and a checkpoint that covers them on its way to the witness
    way.refuse();
    const { id } = (await by(staff).post('/v1/bundles', { code: 'KHM', audience: 'public' })).json as { id: string };
    const heads = await waitedFor(id);
    const size = await way.hold(heads);

    // When the publication is withdrawn before the witness answers
    const position = await withdrawn(publication);
    way.release();

    // Then the bundle is not of that checkpoint, which does not cover the withdrawal
    expect(size).toBeGreaterThan(heads);
    expect(position).toBeGreaterThanOrEqual(size);
    const { bytes } = await fetched(id);
    writeFileSync(at('bundle.zip'), bytes);
    const { findings } = await verifyFile({ file: at('bundle.zip'), trustFile: at('trust.json') });
    expect(findings).toEqual([]);
    const files = await unpacked(bytes);
    expect(files.get('statements.jsonl')).toContain(`{"position":${position},`);
    expect([...files.values()].join('\n')).not.toContain('Redacted for everyone.');
  }, 180_000);

  it('is served no longer once it is: whoever polls, or orders again under the same key, gets one that is made anew', async () => {
    // Given two finished bundles of what everyone may see
    const publication = await published();
    const anyone = new Caller(ledger.url);
    const order = { code: 'KHM', audience: 'public' };
    const ordered = async (caller: Caller, key: string): Promise<{ id: string; state: string }> =>
      (await caller.post('/v1/bundles', order, key)).json as { id: string; state: string };
    const polled = await ordered(anyone, 'polled');
    const reordered = await ordered(by(staff), 'reordered');
    expect(await texts(await fetched(polled.id, anyone))).toContain('Redacted for everyone.');
    expect(await texts(await fetched(reordered.id))).toContain('Redacted for everyone.');
    expect(await ordered(by(staff), 'reordered')).toEqual({ id: reordered.id, state: 'done' });

    // When the publication is withdrawn
    const position = await withdrawn(publication);

    // Then neither is there any more, and both are made anew under their ids
    const working = { state: 'working' };
    expect((await anyone.get(`/v1/bundles/${polled.id}`)).json).toMatchObject({ ...working, id: polled.id });
    expect(await ordered(by(staff), 'reordered')).toMatchObject({ ...working, id: reordered.id });
    for (const answer of [await fetched(polled.id, anyone), await fetched(reordered.id)]) {
      expect(await texts(answer)).toContain(`{"position":${position},`);
      expect(await texts(answer)).not.toContain('Redacted for everyone.');
      writeFileSync(at('anew.zip'), answer.bytes);
      expect((await verifyFile({ file: at('anew.zip'), trustFile: at('trust.json') })).findings).toEqual([]);
    }
    // And these are served again and again
    expect((await ordered(by(staff), 'reordered')).state).toBe('done');
  }, 180_000);
});
