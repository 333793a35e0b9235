import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type FolderLock, holdFolder } from '#libs/files';
import { LedgerError } from '#libs/ledger';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

describe('when the database of a running ledger is killed', () => {
  const home = temporaryHome();
  const folder = join(home, 'postgres');
  const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
  let ledger: LedgerProcess;
  let clerk: Caller;
  let held: FolderLock | undefined;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(home, '2025-03-12T08:00:00Z');
    clerk = await ledger.as('clerk', 'mandate_clerk');
  });
  const letGo = async (): Promise<void> => {
    if (held !== undefined && 'release' in held) await held.release();
  };
  afterAll(async () => {
    await letGo();
    await ledger.stop();
  });

  const registered = (): string[] => readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
  const send = (serial: number): Promise<Answer> =>
    clerk.put(`/v1/communications/KHM/${serial}/2025`, letter, `letter-${serial}`);
  const timeline = (): Promise<Answer> => clerk.get('/v1/addressees/KHM/timeline');
  const ready = (): Promise<Answer> =>
    new Caller(ledger.url).get('/readyz').catch((cause: unknown) => {
      throw new LedgerError('INTERNAL', `the ledger is gone: ${ledger.log().slice(-2000)}`, { cause });
    });
  const readyAgain = async (): Promise<void> => {
    for (const began = performance.now(); performance.now() - began < 60_000; await pause(100))
      if ((await ready()).status === 200) return;
  };

  it('says so everywhere while it is away, and goes on by itself once it is back at the same address', async () => {
    expect((await send(1)).status).toBe(201);
    const [pid, , , port] = registered();
    // As long as somebody else prepares a server in the folder, nobody starts one there.
    held = await holdFolder(folder, 'starting');
    expect(held).toHaveProperty('release');
    process.kill(Number(pid), 'SIGKILL');
    await pause(500);

    const refused = await send(2);
    expect(refused.status).toBe(503);
    expect(refused.json).toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 });
    expect((await timeline()).json).toMatchObject({ status: 503, code: 'VIEWS_UNAVAILABLE' });
    const unready = await ready();
    expect(unready.status).toBe(503);
    expect(unready.json).toMatchObject({ code: 'NOT_READY' });
    const { errors } = unready.json as { errors: { path: string; reason: string }[] };
    expect(errors.find(({ path }) => path === 'event store')?.reason).toMatch(/cannot be reached: .*ECONNREFUSED/);
    expect((await new Caller(ledger.url).get('/healthz')).status).toBe(200);

    await letGo();
    await readyAgain();
    expect((await ready()).json).toEqual({ status: 'ok' });
    expect(registered()[3]).toBe(port);
    expect(registered()[0]).not.toBe(pid);
    expect((await send(2)).status).toBe(201);
    const [first, second] = [(await send(1)).json, (await send(2)).json] as { events: { position: number }[] }[];
    await clerk.get(`/v1/addressees/KHM/timeline?atLeast=${second?.events[0]?.position}`);
    const { entries } = (await timeline()).json as { entries: { position: number; type: string }[] };
    expect(entries.map(({ type, position }) => `${type} ${position}`)).toEqual(
      [first, second].map((sent) => `LetterSent ${sent?.events[0]?.position}`),
    );
  });

  it('loses nothing that was acknowledged when it happens again and again under load', async () => {
    const acknowledged = new Map<number, number>();
    let running = true;
    const callers = Array.from({ length: 4 }, async (_, c) => {
      for (let serial = 100 * (c + 1); running; serial++) {
        const sent = await send(serial).catch(() => undefined);
        if (sent?.status !== 201) continue;
        const [event] = (sent.json as { events: { position: number }[] }).events;
        acknowledged.set(serial, event?.position ?? -1);
      }
    });
    try {
      for (let kill = 0; kill < 3; kill++) {
        await pause(700);
        process.kill(Number(registered()[0]), 'SIGKILL');
        await pause(300);
        await readyAgain();
      }
    } finally {
      running = false;
      await Promise.all(callers);
    }
    expect(acknowledged.size).toBeGreaterThan(10);
    await clerk.get(`/v1/addressees/KHM/timeline?atLeast=${Math.max(...acknowledged.values())}`);
    const { entries } = (await timeline()).json as { entries: { position: number }[] };
    const seen = entries.map(({ position }) => position);
    expect(new Set(seen).size).toBe(seen.length);
    expect([...acknowledged.values()].filter((position) => !seen.includes(position))).toEqual([]);
  }, 180_000);
});
