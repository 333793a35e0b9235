import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { type Note, parseNote } from '#libs/integrity';
import { bundleFrom, Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { allegationBody } from './allegation-body.js';
import { recordedIn, staffOf } from './answers.js';
import { type Ended, ledgerCommand } from './ledger-command.js';

interface Keys {
  readonly keys: readonly { readonly kid: string; readonly purpose: string; readonly state: string }[];
}

describe('keys that are changed while the ledger runs', () => {
  const home = temporaryHome();
  const at = (name: string): string => join(home, 'keys', name);
  const work = (name: string): string => join(home, '..', name);
  let ledger: LedgerProcess;
  let staff: Caller;

  beforeAll(async () => {
    ledger = await LedgerProcess.start(home);
    staff = await staffOf(ledger, 'desk.one');
  }, 120_000);
  afterAll(() => ledger.stop());

  const keys = (...args: string[]): Promise<Ended> =>
    ledgerCommand(['keys', ...args], { LEDGER_URL: ledger.url, LEDGER_HOME: home });
  async function added(name: string, purpose: string): Promise<string> {
    const { out } = await keys('prove', at(name), '--purpose', purpose);
    writeFileSync(work('record.json'), out);
    expect((await keys('add', work('record.json'))).status).toBe(0);
    return (JSON.parse(out) as { kid: string }).kid;
  }
  async function current(purpose: string): Promise<string[]> {
    const { keys: all } = JSON.parse((await keys('--json')).out) as Keys;
    return all.filter((key) => key.purpose === purpose && key.state === 'current').map(({ kid }) => kid);
  }
  const signatures = async (caller: Caller): Promise<number> =>
    (parseNote((await caller.get('/checkpoint')).text) as Note).signatures.length;
  async function untilSignedBy(count: number, caller: Caller): Promise<void> {
    for (let n = 0; n < 200 && (await signatures(caller)) !== count; n++) await pause(100);
    expect(await signatures(caller)).toBe(count);
  }
  async function trustNow(name: string): Promise<string> {
    writeFileSync(work(name), (await staff.get('/trust')).text);
    return work(name);
  }
  async function findingsIn(bundle: string, trustFile?: string): Promise<string[]> {
    const { findings } = await verifyFile({ file: bundle, ...(trustFile !== undefined && { trustFile }) });
    return findings.map(({ code }) => code);
  }
  async function exported(name: string): Promise<string> {
    writeFileSync(work(name), await bundleFrom(staff, 'public'));
    return work(name);
  }

  it('the log’s: both sign until the first is retired, then the trust file names the new one alone', async () => {
    const before = await trustNow('trust-before.json');
    const [first = ''] = await current('log');
    const next = await added('log-next.jwk', 'log');
    await untilSignedBy(2, staff);
    await untilSignedBy(2, new Caller(ledger.url));
    expect((await staff.get('/trust')).text).toBe(readFileSync(before, 'utf8'));
    const during = await exported('during.zip');
    expect(await findingsIn(during, before)).toEqual([]);
    expect(await findingsIn(during)).toEqual([]);

    expect((await keys('retire', first)).status).toBe(0);
    await untilSignedBy(1, staff);
    const after = await trustNow('trust-after.json');
    expect(await current('log')).toEqual([next]);
    const bundle = await exported('after.zip');
    expect(await findingsIn(bundle, after)).toEqual([]);
    expect(await findingsIn(during, after)).toEqual([]);
    expect(await findingsIn(bundle, before)).toEqual(['CHECKPOINT_UNKNOWN_LOG']);
  });

  it('the issuer’s: what is recorded meanwhile is lost nowhere, and signed by a key in force', async () => {
    const [genesis = ''] = await current('issuer');
    const writing = { goesOn: true };
    const positions: number[] = [];
    const writes = (async () => {
      while (writing.goesOn) {
        const answer = await staff.post('/v1/allegations', allegationBody());
        expect(answer.status).toBe(201);
        positions.push(...recordedIn(answer).map(({ position }) => position));
      }
    })();
    const next = await added('issuer-next.jwk', 'issuer');
    expect((await keys('retire', genesis)).status).toBe(0);
    const until = positions.length + 3;
    for (let n = 0; n < 200 && positions.length < until; n++) await pause(50);
    writing.goesOn = false;
    await writes;
    expect(await current('issuer')).toEqual([next]);
    expect(new Set(positions).size).toBe(positions.length);
    expect(await findingsIn(await exported('issuer.zip'), await trustNow('trust-issuer.json'))).toEqual([]);
    const replayed = await ledgerCommand(['replay'], { LEDGER_URL: ledger.url });
    expect([replayed.status, replayed.err]).toEqual([0, '']);
  });
});
