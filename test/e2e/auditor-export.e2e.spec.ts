import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { codeBlocks, pageText } from '../docs/markdown.js';
import { idOf } from './answers.js';
import { audit, codesIn } from './audit-command.js';
import { type Ended, ledgerCommand } from './ledger-command.js';

const page = 'docs/verification.md';
const own = 'bash test/e2e/auditor-export.e2e.spec.ts';

describe('an auditor’s bundle from the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-export-'));
  const at = (name: string): string => join(folder, name);
  let ledger: LedgerProcess;
  let [auditor, focal]: Caller[] = [];
  const by = (caller: Caller | undefined): Caller => caller as Caller;

  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    auditor = await ledger.as('auditor.one', 'auditor');
    focal = await ledger.as('focal.one', 'protection_focal_point');
    writeFileSync(at('trust.json'), (await by(auditor).get('/trust')).text);
  }, 120_000);
  afterAll(async () => {
    await ledger.stop();
    rmSync(folder, { recursive: true });
  });

  const on = new Date().toISOString().slice(0, 10);
  const all = { on, purpose: 'the audit of the year', export: { audience: 'auditor', code: null } };
  const requested = async (): Promise<string> =>
    idOf(await by(auditor).post('/v1/access-requests', all), 'AccessRequested');
  const approved = async (): Promise<string> => {
    const request = await requested();
    expect((await by(focal).post('/v1/access-requests/approvals', { on, request })).status).toBe(201);
    return request;
  };
  const env = () => ({ LEDGER_URL: ledger.url });
  const argsFor = (request: string, out: string, ...more: string[]): string[] => [
    ...['export', '--audience', 'auditor', '--request', request, '--out', at(out), '--as', 'auditor.one', ...more],
  ];
  const ordered = (request: string, out: string, ...more: string[]): Promise<Ended> =>
    ledgerCommand(argsFor(request, out, ...more), env());
  /** How often the whole ledger was taken out on this request, by what the ledger has on record. */
  const taken = async (request: string): Promise<number> => {
    const { statements } = (await by(auditor).get('/v1/events')).json as { statements: { jwt: string }[] };
    const payloads = statements.map(({ jwt }) => Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    return payloads.filter((text) => text.includes('"typ":"RecordsExported"') && text.includes(request)).length;
  };
  const sound = async (name: string): Promise<void> => {
    const verified = await audit('verify', at(name), '--trust', at('trust.json'));
    expect([verified.status, codesIn(verified)]).toEqual([0, []]);
  };

  it('is asked for, approved, ordered and verified with the commands that docs/verification.md shows', async () => {
    const [block] = codeBlocks(page, pageText(page)).filter(({ language }) => language === own);
    const script = ['request.json', 'approval.json', 'all.zip', 'trust.json'].reduce(
      (text, name) => text.replaceAll(name, at(name)),
      block?.text ?? 'false',
    );
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, ...env() },
    });
    expect(stdout).toContain('AccessApproved');
    expect(stdout).toContain(': the whole ledger, as an auditor may read it');
    await sound('all.zip');
  });

  it('goes on after an interruption, on the same approval, and is recorded once', async () => {
    const request = await approved();
    const child = spawn(process.execPath, ['dist/apps/ledger/src/main.js', ...argsFor(request, 'ended.zip')], {
      env: { ...process.env, ...env() },
      stdio: 'ignore',
    });
    const closed = new Promise((resolve) => child.once('close', resolve));
    while ((await taken(request)) === 0 && child.exitCode === null) await pause(20);
    child.kill('SIGINT');
    await closed;
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);

    const { status, out, err } = await ordered(request, 'whole.zip', '--json');
    expect([status, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ file: at('whole.zip'), audience: 'auditor' });
    await sound('whole.zip');
    expect(await taken(request)).toBe(1);
  });

  it('continues an older checkpoint when it is asked to', async () => {
    const older = (await by(auditor).get('/checkpoint')).text;
    writeFileSync(at('older.checkpoint'), older);
    const since = older.split('\n')[1] ?? '';
    expect(await ordered(await approved(), 'since.zip', '--since', since)).toMatchObject({ status: 0 });
    const verified = await audit('verify', at('since.zip'), '--since', at('older.checkpoint'));
    expect(verified.json['checks']).toContainEqual(expect.objectContaining({ check: 'consistency', ok: true }));
  });

  it('is refused without an approval, on somebody else’s, and on one that was used', async () => {
    const unapproved = await requested();
    const used = await approved();
    expect(await ordered(used, 'first.zip')).toMatchObject({ status: 0 });
    const refused = { status: 1, out: '', err: expect.stringMatching(/^ACCESS_NOT_APPROVED: /) };
    expect(await ordered(unapproved, 'never.zip')).toMatchObject(refused);
    expect(await ordered(used, 'never.zip', '--since', '1')).toMatchObject(refused);
    expect(await ordered(await approved(), 'never.zip', '--as', 'auditor.two')).toMatchObject(refused);
    expect(existsSync(at('never.zip'))).toBe(false);
  });

  it('ends with 3 where no ledger answers', async () => {
    const nowhere = { LEDGER_URL: 'http://127.0.0.1:1' };
    expect(await ledgerCommand(argsFor(await requested(), 'never.zip'), nowhere)).toMatchObject({ status: 3 });
  });
});
