import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Caller, freshDatabase, LedgerProcess, payloadExamples, runSql, temporaryHome } from '#libs/testing';

import { codeBlocks, pageText } from '../docs/markdown.js';
import { allegationBody } from './allegation-body.js';
import { idOf, recordedIn, staffOf } from './answers.js';
import { type Ended, ledgerCommand } from './ledger-command.js';

const page = 'docs/notary.md';
const own = 'bash test/e2e/old-copy.e2e.spec.ts';

describe('a ledger whose store was put back from a copy of ten events before', () => {
  const home = temporaryHome();
  const work = (name: string): string => join(home, '..', name);
  const guard = join(home, 'guard', 'checkpoint');
  const databases: Record<string, string> = {};
  let copy: string;
  let ledger: LedgerProcess | undefined;

  const start = async (eventStoreUrl = databases['EVENT_STORE_URL'] ?? ''): Promise<LedgerProcess> =>
    (ledger = await LedgerProcess.start(home, undefined, { ...databases, EVENT_STORE_URL: eventStoreUrl }));
  const stop = async (): Promise<void> => {
    await ledger?.stop();
    ledger = undefined;
  };
  const doctor = (...args: string[]): Promise<Ended> =>
    ledgerCommand(['doctor', '--json', ...args], { ...databases, LEDGER_HOME: home });
  const record = async (staff: Caller): Promise<string> => {
    const answer = await staff.post('/v1/allegations', allegationBody());
    expect(answer.status).toBe(201);
    return recordedIn(answer)[0]?.eventId ?? '';
  };

  /** The commands of docs/notary.md on the files of this spec. */
  const adoptedAsShown = async (): Promise<string> => {
    const [block] = codeBlocks(page, pageText(page)).filter(({ language }) => language === own);
    const named = ['khm.zip', 'from-bundle.checkpoint', 'from-receipt.checkpoint', 'trust.json'];
    const script = named.reduce((text, name) => text.replaceAll(name, work(name)), block?.text ?? 'false');
    const env = { ...process.env, ...databases, LEDGER_HOME: home };
    const typed = script.replace('reply.tlog-proof', work('last.tlog-proof'));
    return (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', typed], { env })).stdout;
  };

  beforeAll(async () => {
    for (const name of ['EVENT_STORE_URL', 'VIEWS_URL', 'KEY_STORE_URL'])
      databases[name] = await freshDatabase('guarded');
    const founded = await start();
    await record(await staffOf(founded, 'desk.one'));
    await stop();
    const name = new URL(databases['EVENT_STORE_URL'] ?? '').pathname.slice(1);
    const admin = Object.assign(new URL(databases['EVENT_STORE_URL'] ?? ''), { pathname: '/postgres' }).href;
    await runSql(admin, `CREATE DATABASE ${name}_copy TEMPLATE ${name}`);
    copy = Object.assign(new URL(admin), { pathname: `/${name}_copy` }).href;
    const staff = await staffOf(await start(), 'desk.one');
    for (let n = 0; n < 10; n++) await record(staff);
    await ledgerCommand(['receipt', await record(staff), '--out', work('last.tlog-proof')], {
      LEDGER_URL: ledger?.url ?? '',
    });
    await ledgerCommand(['export', 'KHM', '--out', work('khm.zip')], { LEDGER_URL: ledger?.url ?? '' });
    writeFileSync(work('trust.json'), (await staff.get('/trust')).text);
    await stop();
    copyFileSync(guard, work('outside.checkpoint'));
  }, 240_000);
  afterAll(stop);

  it('records nothing and signs nothing, and says why', async () => {
    const { url } = await start(copy);
    const staff = await staffOf(ledger as LedgerProcess, 'desk.one');
    const refused = await staff.post('/v1/allegations', allegationBody());
    expect(refused).toMatchObject({ status: 503, json: { code: 'READ_ONLY' } });
    expect(refused.text).toMatch(/the store holds \d+ events, the guard remembers \d+/);
    const silent = await staff.get('/checkpoint');
    expect(silent).toMatchObject({ status: 503, json: { code: 'NOTARY_UNAVAILABLE' } });
    expect(silent.text).toMatch(/the store holds \d+ events, the guard remembers \d+/);
    expect(await (await fetch(`${url}/readyz`)).text()).toContain('the guard remembers');
    expect((await staff.get('/trust')).text).toBe(readFileSync(work('trust.json'), 'utf8'));
    await stop();
  }, 120_000);

  it('goes on where it was once the store is the right one again', async () => {
    await record(await staffOf(await start(), 'desk.one'));
    await stop();
    expect(JSON.parse((await doctor()).out)).toMatchObject({ ok: true });
  }, 120_000);

  it('in which two ciphertexts were exchanged is found altered by its operator, who alone can see it', async () => {
    const url = databases['EVENT_STORE_URL'] ?? '';
    const exchange = `
      WITH two AS (SELECT position, boxes FROM event WHERE boxes IS NOT NULL ORDER BY position LIMIT 2)
      UPDATE event SET boxes = other.boxes FROM two own, two other
      WHERE event.position = own.position AND other.position <> own.position`;
    await runSql(url, exchange);
    const found = await doctor();
    const strange = { code: 'CIPHERTEXTS', detail: 'its ciphertexts are not those signed' };
    expect([found.status, JSON.parse(found.out)]).toMatchObject([
      1,
      { ok: false, guard: 'agrees', findings: [strange, strange] },
    ]);
    await runSql(url, exchange);
    expect(JSON.parse((await doctor()).out)).toMatchObject({ ok: true, findings: [] });
  }, 60_000);

  it('whose documents were altered or lost is told which, and by which entry they are named', async () => {
    const letter = ['record', 'examples/AL_KHM_1-2025.txt', '--yes', '--json'];
    const recorded = await ledgerCommand(letter, { LEDGER_URL: (await start()).url });
    await stop();
    const { position } = (JSON.parse(recorded.out) as { events: { position: number }[] }).events[0] ?? {};
    const files = readdirSync(join(home, 'documents'), { recursive: true }).map(String);
    const [file = ''] = files.filter((name) => /^..\/[0-9a-f]{64}$/u.test(name));
    const path = join(home, 'documents', file);
    const bytes = readFileSync(path);
    const found = async (): Promise<unknown> => JSON.parse((await doctor()).out);
    const wrong = (code: string) => ({
      ...{ ok: false, guard: 'agrees' },
      findings: [{ code, position, detail: expect.stringContaining(basename(file)) }],
    });
    expect(await found()).toMatchObject({ ok: true, findings: [] });
    writeFileSync(path, bytes.toReversed());
    expect(await found()).toMatchObject(wrong('FILE_DIGEST'));
    rmSync(path);
    expect(await found()).toMatchObject(wrong('FILE_MISSING'));
    writeFileSync(path, bytes);
    const published = join(home, 'public', 'documents', '0'.repeat(64));
    mkdirSync(dirname(published), { recursive: true });
    writeFileSync(published, 'The letter, altered');
    expect(await found()).toMatchObject({
      ok: false,
      findings: [{ code: 'FILE_DIGEST', detail: expect.stringContaining(`published as ${basename(published)}`) }],
    });
    rmSync(published);
    expect(await found()).toMatchObject({ ok: true, findings: [] });
  }, 120_000);

  it('is told what everyone may see by the record and is no longer there, unless it was withdrawn', async () => {
    const staff = await staffOf(await start(), 'desk.one');
    const { digest } = (await staff.document('Experts alarmed', 'release.txt')) as { digest: string };
    const rendition = { digest, bytes: 'Experts alarmed'.length, mediaType: 'text/plain' };
    const release = { ...payloadExamples.PressReleaseIssued, on: '2025-06-20', references: [], rendition };
    const issued = await staff.post('/v1/press-releases', release);
    expect(issued.status).toBe(201);
    await stop();
    expect(JSON.parse((await doctor()).out)).toMatchObject({ ok: true, findings: [] });
    rmSync(join(home, 'public', 'documents', digest));
    expect(JSON.parse((await doctor()).out)).toMatchObject({
      ...{ ok: false, guard: 'agrees' },
      findings: [{ code: 'FILE_MISSING', detail: expect.stringContaining(digest) }],
    });
    const withdrawal = `/v1/press-releases/${idOf(issued, 'PressReleaseIssued')}/withdrawal`;
    const again = await staffOf(await start(), 'desk.one');
    expect((await again.post(withdrawal, { on: '2025-06-20', reason: 'superseded' })).status).toBe(201);
    await stop();
    expect(JSON.parse((await doctor()).out)).toMatchObject({ ok: true, findings: [] });
  }, 120_000);

  it('without its guard is read-only too, until a checkpoint from outside is adopted', async () => {
    const last = readFileSync(guard);
    rmSync(guard);
    const staff = await staffOf(await start(), 'desk.one');
    expect(await staff.post('/v1/allegations', allegationBody())).toMatchObject({ json: { code: 'READ_ONLY' } });
    expect((await staff.get('/checkpoint')).text).toMatch(/The guard file is missing .*ledger doctor --adopt /u);
    expect((await doctor()).err).toContain('FOLDER_IN_USE');
    await stop();
    const missing = await doctor();
    expect([missing.status, JSON.parse(missing.out)]).toMatchObject([1, { ok: false, guard: 'GUARD_MISSING' }]);

    expect(await doctor('--trust', work('trust.json'))).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('--trust goes with --adopt') },
    });

    writeFileSync(work('forged'), last.toString().replace(/^(\d+)$/m, '1'));
    expect((await doctor('--adopt', work('forged'))).err).toContain('CHECKPOINT_REFUSED');
    expect((await doctor('--adopt', work('trust.json'))).status).toBe(2);
    const { trust } = JSON.parse(readFileSync('test/vectors/bundle.json', 'utf8')) as { trust: string };
    writeFileSync(work('other.json'), trust);
    expect(await doctor('--adopt', work('outside.checkpoint'), '--trust', work('other.json'))).toMatchObject({
      ...{ status: 2, err: expect.stringMatching(/other\.json is of .+, this ledger is /u) },
    });
    expect(await adoptedAsShown()).toMatch(
      /The guard remembers the checkpoint of .+ from now on.\nThe store holds what the guard remembers/,
    );
    rmSync(guard);
    const receipt = await doctor('--adopt', work('from-receipt.checkpoint'), '--trust', work('trust.json'));
    expect([receipt.status, JSON.parse(receipt.out)]).toMatchObject([0, { ok: true }]);
    const adopted = await doctor('--adopt', work('outside.checkpoint'), '--trust', work('trust.json'));
    expect([adopted.status, JSON.parse(adopted.out)]).toMatchObject([0, { ok: true }]);
    await record(await staffOf(await start(), 'desk.one'));
    await stop();
    const older = await doctor('--adopt', work('outside.checkpoint'));
    expect([older.status, older.err]).toMatchObject([1, expect.stringContaining('the guard remembers a newer one')]);
  }, 240_000);

  it('a receipt of before is checked alone, offline, against the trust file', async () => {
    const verify = (...args: string[]) => ledgerCommand(['verify', work('last.tlog-proof'), ...args]);
    const { status, out } = await verify('--trust', work('trust.json'));
    expect([status, out]).toEqual([0, expect.stringMatching(/Receipt of .*: AllegationReceived in allegation-/)]);
    expect(await verify()).toMatchObject({ status: 2, err: expect.stringContaining('--trust') });
    const text = readFileSync(work('last.tlog-proof'), 'utf8');
    writeFileSync(work('last.tlog-proof'), text.replace(/^index (\d+)$/m, 'index 1'));
    expect((await verify('--trust', work('trust.json'))).status).toBe(1);
  });
});
