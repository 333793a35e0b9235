import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { parseSignedCheckpoint, parseTrust } from '#libs/integrity';
import { type Answer, Caller, LedgerProcess, temporaryHome, WitnessServer } from '#libs/testing';

import { unpacked } from './altered-bundle.js';
import { sizeOf, staffOf } from './answers.js';
import { audit } from './audit-command.js';
import { ledgerCommand } from './ledger-command.js';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly progress?: {
    readonly step: string;
    readonly done: number;
    readonly total: number;
    readonly waitsFor?: string;
  };
  readonly code?: string;
  readonly reason?: string;
}

const work = mkdtempSync(join(tmpdir(), 'bundle-jobs-'));
const at = (name: string): string => join(work, name);
afterAll(() => rmSync(work, { recursive: true }));

const order = { code: 'KHM', audience: 'public' } as const;
const begun = async (caller: Caller, body: object = order, key?: string): Promise<Job> =>
  (await caller.post('/v1/bundles', body, key)).json as Job;

/** Asks again until the answer is one that is looked for. */
async function until(caller: Caller, { id }: Job, found: (answer: Answer) => boolean): Promise<Answer> {
  for (let n = 0; n < 600; n++) {
    const answer = await caller.get(`/v1/bundles/${id}`);
    if (found(answer)) return answer;
    await pause(100);
  }
  throw new Error('what was looked for did not come in a minute');
}
const isFile = ({ json }: Answer): boolean => json === undefined;
const isFailed = ({ json }: Answer): boolean => (json as Job | undefined)?.state === 'failed';
const isFileOrFailed = (answer: Answer): boolean => isFile(answer) || isFailed(answer);

describe('a bundle where witnesses must cosign', () => {
  const home = temporaryHome();
  let witness: WitnessServer;
  let ledger: LedgerProcess;
  let staff: Caller;

  beforeAll(async () => {
    witness = await WitnessServer.start('north', []);
    writeFileSync(at('policy'), `${witness.line}quorum north\n`);
    ledger = await LedgerProcess.start(home, undefined, {
      ...{ WITNESS_POLICY: at('policy'), PUBLIC_CHECKPOINT_SECONDS: '1', BUNDLE_WAIT_SECONDS: '20' },
    });
    staff = await staffOf(ledger, 'desk');
    writeFileSync(at('trust.json'), (await staff.get('/trust')).text);
    const trust = parseTrust((await staff.get('/trust')).text);
    if (trust) witness.trust(trust.log);
  }, 120_000);
  afterAll(async () => {
    await ledger.stop();
    await witness.stop();
  });

  const cosigned = async (): Promise<string> => {
    for (let n = 0; n < 300; n++) {
      const { status, text } = await ledgerCheckpoint();
      if (status === 200) return text;
      await pause(100);
    }
    throw new Error('nothing was cosigned in half a minute');
  };
  /** What everyone sees. */
  const ledgerCheckpoint = async (): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${ledger.url}/checkpoint`);
    return { status: answer.status, text: await answer.text() };
  };

  it('waits until they have, says so, and then carries their cosignature and continues an older checkpoint', async () => {
    const older = await cosigned();
    const since = parseSignedCheckpoint(older)?.checkpoint.size ?? 0;
    writeFileSync(at('older.checkpoint'), older);
    await witness.stop();
    const job = await begun(staff, { ...order, since });
    const waiting = await until(staff, job, ({ json }) => (json as Job).progress?.waitsFor !== undefined);
    expect(waiting.json).toMatchObject({ id: job.id, state: 'working', progress: { step: 'checkpoint', done: 0 } });
    expect((waiting.json as Job).progress?.waitsFor).toContain('that a quorum of the witnesses has cosigned');
    await witness.resume();
    const { bytes } = await until(staff, job, isFile);
    expect([...(await unpacked(bytes)).keys()]).toContain(`consistency/${since}`);
    writeFileSync(at('bundle.zip'), bytes);
    const files = { file: at('bundle.zip'), trustFile: at('trust.json'), sinceFile: at('older.checkpoint') };
    const result = await verifyFile(files);
    expect(result.findings).toEqual([]);
    expect(result.checks.map(({ check, ok }) => [check, ok])).toContainEqual(['consistency', true]);
  });

  it('fails with a documented code when they do not in time, and is made when it is asked for again', async () => {
    await witness.stop();
    // Heads of the other audience: something that no cosigned checkpoint covers yet.
    const own = { code: 'KHM', audience: 'addressee' };
    const failed = await until(staff, await begun(staff, own), isFailed);
    expect(failed).toMatchObject({ status: 200, json: { state: 'failed', code: 'QUORUM_MISSING' } });
    expect((failed.json as Job).reason).toMatch(/covers position \d+ and that a quorum of the witnesses has cosigned/);
    const told = await ledgerCommand(['export', 'KHM', '--out', at('never.zip'), '--json'], { LEDGER_URL: ledger.url });
    expect(told.status).toBe(3);
    expect(JSON.parse(told.out)).toMatchObject({ error: { code: 'QUORUM_MISSING' } });
    expect(readdirSync(work).filter((name) => name.startsWith('never'))).toEqual([]);
    await witness.resume();
    const { bytes } = await until(staff, await begun(staff, own), isFile);
    expect(bytes.length).toBeGreaterThan(0);
  });

  it('is mirrored by an auditor under a cosigned checkpoint, with every list of heads recomputed', async () => {
    const heads = await (await ledger.as('auditor', 'auditor')).get('/v1/heads');
    expect((heads.json as { heads: unknown[] }).heads.length).toBeGreaterThan(0);
    expect(await staff.get('/v1/heads')).toMatchObject({ status: 403 });
    // Until everything that is recorded by now is under what everyone sees.
    const size = (heads.json as { heads: { position: number }[] }).heads.at(-1)?.position ?? 0;
    for (let n = 0; n < 300 && sizeOf((await ledgerCheckpoint()).text) <= size; n++) await pause(100);
    const { status, json } = await audit('mirror', ledger.url, at('mirror'), '--trust', at('trust.json'));
    expect([status, json.findings]).toEqual([0, []]);
    const checks = json['checks'] as { check: string; detail: string }[];
    expect(checks.find(({ check }) => check === 'streams')?.detail).toMatch(/\d+ lists of heads are those/);
  });

  it('leaves nothing of an export that is ended by hand', async () => {
    const child = spawn(process.execPath, ['dist/apps/ledger/src/main.js', 'export', 'KHM', '--out', at('ended.zip')], {
      env: { ...process.env, LEDGER_URL: ledger.url },
      stdio: 'ignore',
    });
    const closed = new Promise((resolve) => child.once('close', resolve));
    await pause(1000 * Math.random());
    child.kill('SIGINT');
    await closed;
    const left = readdirSync(work).filter((name) => name.startsWith('ended'));
    // Ended after the last byte it is whole; else there is nothing.
    expect(left.filter((name) => name !== 'ended.zip')).toEqual([]);
    if (left.length > 0) expect((await verifyFile({ file: at('ended.zip') })).findings).toEqual([]);
  });
});

describe('what everyone asks for without a token', () => {
  const home = temporaryHome();
  let witness: WitnessServer;
  let ledger: LedgerProcess;
  afterAll(async () => {
    await ledger.stop();
    await witness.stop();
  });

  it('keeps nobody of the registry waiting, and takes no file from them', async () => {
    // Given witnesses who do not answer, so that a bundle everyone asked for waits
    witness = await WitnessServer.start('south', []);
    writeFileSync(at('south'), `${witness.line}quorum south\n`);
    ledger = await LedgerProcess.start(home, undefined, {
      ...{ WITNESS_POLICY: at('south'), PUBLIC_CHECKPOINT_SECONDS: '1', BUNDLE_WAIT_SECONDS: '600' },
    });
    const [staff, anyone] = [await staffOf(ledger, 'desk'), new Caller(ledger.url)];
    const trust = parseTrust((await staff.get('/trust')).text);
    if (trust) witness.trust(trust.log);
    await witness.stop();
    const isWaiting = ({ json }: Answer): boolean => (json as Job).progress?.waitsFor !== undefined;
    const first = await begun(anyone);
    await until(anyone, first, isWaiting);

    // When more is asked for, then the queue of everyone is short, and the same order is the same job
    const orders = Array.from({ length: 9 }, (_, n) => ({ ...order, since: n + 1 }));
    const queued: Job[] = [];
    for (const one of orders) queued.push(await begun(anyone, one));
    expect(queued.map(({ progress }) => progress?.step)).toEqual(orders.map(() => 'queue'));
    expect((await begun(anyone, orders[3])).id).toBe(queued[3]?.id);
    const refused = await anyone.post('/v1/bundles', { ...order, since: 10 });
    expect(refused).toMatchObject({ status: 503, json: { code: 'JOBS_WAITING' } });

    // And staff are served beside it
    const own = await begun(staff);
    await until(staff, own, isWaiting);
    expect((await anyone.get(`/v1/bundles/${first.id}`)).json).toMatchObject({ state: 'working' });

    // When the witnesses are back, then all is made, and of everyone's bundles the last are kept
    await witness.resume();
    await until(staff, own, isFile);
    await until(anyone, queued[8] as Job, isFileOrFailed);
    const left = await Promise.all([first, ...queued].map(({ id }) => anyone.get(`/v1/bundles/${id}`)));
    expect(left.filter(isFile).length).toBeLessThanOrEqual(5);
    expect(left[0]).toMatchObject({ status: 404, json: { code: 'JOB_UNKNOWN' } });
  });

  it('is refused as soon as it is ordered, like staff’s, when it is to continue more than there is', async () => {
    const size = sizeOf((await new Caller(ledger.url).get('/checkpoint')).text);
    for (const caller of [new Caller(ledger.url), await staffOf(ledger, 'desk')])
      for (const since of [size + 1000, Number.MAX_SAFE_INTEGER])
        expect(await caller.post('/v1/bundles', { ...order, since })).toMatchObject({
          status: 422,
          json: { code: 'POSITION_UNKNOWN', errors: [{ path: 'since' }] },
        });
  });
});

describe('bundles that fail', () => {
  const home = temporaryHome();
  let witness: WitnessServer;
  let ledger: LedgerProcess;
  afterAll(async () => {
    await ledger.stop();
    await witness.stop();
  });

  it('push no finished file out, however many', async () => {
    witness = await WitnessServer.start('west', []);
    writeFileSync(at('west'), `${witness.line}quorum west\n`);
    ledger = await LedgerProcess.start(home, undefined, {
      ...{ WITNESS_POLICY: at('west'), PUBLIC_CHECKPOINT_SECONDS: '1', BUNDLE_WAIT_SECONDS: '1' },
    });
    const staff = await staffOf(ledger, 'desk');
    const trust = parseTrust((await staff.get('/trust')).text);
    if (trust) witness.trust(trust.log);
    let own = await begun(staff);
    // The witness may need longer than a bundle waits for it.
    while (isFailed(await until(staff, own, isFileOrFailed))) own = await begun(staff);
    await witness.stop();
    const addressees = { code: 'KHM', audience: 'addressee' };
    const failing = await Promise.all(Array.from({ length: 25 }, () => begun(staff, addressees)));
    const last = await until(staff, failing[24] as Job, isFileOrFailed);
    expect(last).toMatchObject({ status: 200, json: { state: 'failed', code: 'QUORUM_MISSING' } });
    expect(isFile(await staff.get(`/v1/bundles/${own.id}`))).toBe(true);
  });
});

describe('a registry that is killed while it makes bundles', () => {
  const home = temporaryHome();
  let ledger: LedgerProcess;
  afterAll(() => ledger.stop());

  it('serves nothing half done: the job is unknown afterwards, and begins anew when it is asked for under its key', async () => {
    ledger = await LedgerProcess.start(home);
    const before = await staffOf(ledger, 'desk');
    const jobs = await Promise.all(Array.from({ length: 20 }, (_, n) => begun(before, order, `killed:${n}`)));
    await ledger.kill();
    ledger = await LedgerProcess.start(home);
    expect(existsSync(join(home, 'bundles')) ? readdirSync(join(home, 'bundles')) : []).toEqual([]);
    const staff = await staffOf(ledger, 'desk');
    const last = jobs[19] as Job;
    expect(await staff.get(`/v1/bundles/${last.id}`)).toMatchObject({ status: 404, json: { code: 'JOB_UNKNOWN' } });
    const again = await begun(staff, order, 'killed:19');
    expect(again.id).toBe(last.id);
    writeFileSync(at('again.zip'), (await until(staff, again, isFile)).bytes);
    expect((await verifyFile({ file: at('again.zip') })).findings).toEqual([]);
  });

  it('sends the file with its length and its digest', async () => {
    const answer = await ledgerCommand(['export', 'KHM', '--out', at('khm.zip'), '--json'], { LEDGER_URL: ledger.url });
    const { bytes } = JSON.parse(answer.out) as { bytes: number };
    const staff = await staffOf(ledger, 'desk');
    const job = await begun(staff, order);
    await until(staff, job, isFile);
    const { token } = (await staff.post('/dev/tokens', { subject: 'desk', roles: ['mandate_clerk'] })).json as {
      token: string;
    };
    const headers = { authorization: `Bearer ${token}` };
    const sent = await fetch(`${ledger.url}/v1/bundles/${job.id}`, { headers });
    const file = Buffer.from(await sent.arrayBuffer());
    const digest = createHash('sha256').update(file).digest('base64');
    expect(sent.headers.get('content-length')).toBe(`${file.length}`);
    expect(sent.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
    expect(bytes).toBeGreaterThan(0);
    expect((await verifyFile({ file: at('khm.zip') })).findings).toEqual([]);
  });
});
