import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';
import { letterSentFrom, readLetter } from '#libs/letters';
import { bundleFrom, Caller, freshDatabase, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

const running: ChildProcess[] = [];

/** Starts one service by its own `main.js`; answers with its address. */
function start(app: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`], {
    env: { ...process.env, ...env, LEDGER_PORT: '0' },
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (part: Buffer) => {
      said += part.toString();
      const url = /answers at (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new LedgerError('INTERNAL', `${app} ended with ${code}: ${said}`)));
  });
}

async function as(url: string, subject: string, role: string): Promise<Caller> {
  const { json } = await new Caller(url).post('/dev/tokens', { subject, roles: [role] });
  return new Caller(url, (json as { token: string }).token);
}

describe('registry, notary, chronicle and reporting as processes of their own', () => {
  const home = temporaryHome();
  const databases: Record<string, string> = {};
  beforeAll(async () => {
    for (const name of ['EVENT_STORE_URL', 'VIEWS_URL', 'KEY_STORE_URL'])
      databases[name] = await freshDatabase('separate');
    const founding = await LedgerProcess.start(home, undefined, databases);
    await founding.stop();
  });
  afterAll(async () => {
    for (const child of running) {
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    }
  });

  it('record, prove, show and report a letter together', async () => {
    const notary = await start('notary', { ...databases, LEDGER_HOME: home });
    const reporting = await start('reporting', databases);
    const addresses = { NOTARY_URL: notary, REPORTING_URL: reporting };
    const registry = await start('registry', { ...databases, LEDGER_HOME: home, ...addresses });
    const chronicle = await start('chronicle', databases);
    for (const url of [notary, registry, chronicle, reporting])
      for (let i = 0; i < 50 && (await new Caller(url).get('/readyz')).status !== 200; i++) await pause(100);
    const clerk = await as(registry, 'clerk', 'mandate_clerk');
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
    const sent = await clerk.put('/v1/communications/KHM/1/2025', letter);
    expect(sent.status).toBe(201);
    const [event] = (sent.json as { events: { eventId: string; position: number }[] }).events;
    const reader = await as(chronicle, 'clerk', 'mandate_clerk');
    const timeline = await reader.get(`/v1/addressees/KHM/timeline?atLeast=${event?.position}`);
    // The clock may have told the end of its window already, which is long over.
    const [first] = (timeline.json as { entries: readonly object[] }).entries;
    expect(first).toMatchObject({ type: 'LetterSent', on: '2025-03-10' });
    expect((await bundleFrom(clerk, 'addressee')).length).toBeGreaterThan(1000);
    const submitter = await as(notary, 'clerk', 'mandate_clerk');
    const proof = await submitter.get(`/v1/events/${event?.eventId}/proof`);
    expect(proof.text).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    const officer = await as(registry, 'officer', 'reporting_officer');
    const drafted = await officer.post('/v1/reports', { kind: 'communications', session: 'HRC60' });
    expect(drafted.status).toBe(201);
    const report = await new Caller(reporting).get('/v1/reports/HRC60-communications.json');
    expect(report.json).toMatchObject({ kind: 'communications', notReproduced: { sectionA: 1 } });
  });

  it('refuse to start without what they need, in one sentence that names it', async () => {
    await expect(start('registry', { EVENT_STORE_URL: 'nonsense' })).rejects.toThrow(
      /CONFIGURATION: .*EVENT_STORE_URL/s,
    );
    await expect(start('notary', { EVENT_STORE_URL: await freshDatabase('empty') })).rejects.toThrow(/NOT_FOUNDED/);
  });
});
