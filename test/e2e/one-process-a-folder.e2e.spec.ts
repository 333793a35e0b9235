import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerProcess, temporaryHome } from '#libs/testing';

import { until } from '../kafka/until.js';

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** `ledger up` that is expected to end by itself; what it says after where it starts. */
function up(home: string, more: Record<string, string> = {}, port = '0'): Promise<Ended> {
  const env = { ...process.env, LEDGER_HOME: home, LOG_LEVEL: 'silent', ...more };
  const child = spawn(process.execPath, ['dist/apps/ledger/src/main.js', 'up', '--port', port], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const starting = /^Starting a ledger with its data in .* …\n/u;
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status, said: said.replace(starting, '') })),
  );
}

/** The number of the database server that its folder names: 0 when it names none, and negative while the cluster is made. */
function serverIn(home: string): number {
  const registered = join(home, 'postgres', 'data', 'postmaster.pid');
  return existsSync(registered) ? Number(readFileSync(registered, 'utf8').split('\n')[0]) : 0;
}

/** Whether it still does something: what has ended stays in the table of processes until its parent, or who took its place, has looked. */
function runs(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

describe('a ledger that cannot be served', () => {
  let ledger: LedgerProcess;
  const home = temporaryHome();
  beforeAll(async () => {
    ledger = await LedgerProcess.start(home);
  }, 120_000);
  afterAll(() => ledger.stop());

  it('because another process serves it is refused, and the other goes on undisturbed', async () => {
    const { status, said } = await up(home);
    expect(said).toMatch(/^FOLDER_IN_USE: .*process \d+ serves the ledger in .+ already\n$/u);
    expect(status).toBe(3);
    expect((await fetch(`${ledger.url}/readyz`)).status).toBe(200);
  }, 60_000);

  it.each([
    ['everybody could take any role', { LEDGER_HOST: '0.0.0.0' }, /the development issuer serves on loopback only/u],
    ['its views cannot be reached', { VIEWS_URL: 'postgres://127.0.0.1:1/views' }, /^VIEWS_UNAVAILABLE/u],
  ] as const)(
    'because %s says so and ends',
    async (_, more, reason) => {
      const { status, said } = await up(temporaryHome(), more);
      expect(said).toMatch(reason);
      expect(status).toBe(3);
    },
    120_000,
  );

  it('because its port is taken says so in one sentence and ends, and makes no folder', async () => {
    const { port } = new URL(ledger.url);
    const [standing, none] = [temporaryHome(), join(temporaryHome(), 'none')];
    mkdirSync(standing, { recursive: true });
    for (const folder of [standing, none])
      expect(await up(folder, { LOG_LEVEL: 'warn' }, port)).toEqual({
        status: 3,
        said: `CONFIGURATION: The configuration is not usable: port ${port} of 127.0.0.1 cannot be listened on: something listens there already; LEDGER_PORT names another\n`,
      });
    expect([existsSync(none), existsSync(join(standing, 'keys'))]).toEqual([false, false]);
  }, 60_000);

  it('because its folder cannot be written says which setting is at fault', async () => {
    const file = temporaryHome();
    writeFileSync(file, '');
    expect(await up(file)).toEqual({
      status: 3,
      said: 'CONFIGURATION: The configuration is not usable: LEDGER_HOME: the folder cannot be made or written\n',
    });
  }, 60_000);
});

describe('a ledger that is asked to end while it starts', () => {
  it('leaves no database server behind', async () => {
    const home = temporaryHome();
    const env = { ...process.env, LEDGER_HOME: home, LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, ['dist/apps/ledger/src/main.js', 'up', '--port', '0'], { env });
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (!(serverIn(home) > 0)) await pause(10);
    const server = serverIn(home);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(serverIn(home)).toBe(0);
    await until(() => !runs(server));
  }, 120_000);
});

describe('a demo that is interrupted', () => {
  it.each([
    ['with all it started, as at a terminal, while it tells', 'group', '$ ledger record'],
    ['alone, while it tells', 'process', '$ ledger record'],
    ['alone, while it starts', 'process', undefined],
  ] as const)(
    '%s leaves no database server behind',
    async (_, whom, told) => {
      const home = temporaryHome();
      const env = { ...process.env, DEMO_HOME: home, LEDGER_PORT: '0', LOG_LEVEL: 'silent' };
      const demo = spawn(process.execPath, ['dist/apps/ledger/src/demo.js'], { env, detached: true });
      const ended = new Promise((resolve) => demo.once('close', resolve));
      let said = '';
      for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
      while (!(serverIn(home) > 0) || !said.includes(told ?? '')) await pause(10);
      const server = serverIn(home);
      process.kill(whom === 'group' ? -Number(demo.pid) : Number(demo.pid), 'SIGINT');
      expect([await ended, serverIn(home)]).toEqual([130, 0]);
      expect(said).toMatch(/Ending it …\nWhat it recorded stays in .+\n$/u);
      await until(() => !runs(server));
    },
    120_000,
  );
});
