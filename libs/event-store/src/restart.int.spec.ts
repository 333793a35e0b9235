import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock, MemorySigner, sampleDraft, sampleId } from '#libs/testing';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import type { Entry, EventStore } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { Writer } from './writer.js';

describe('when the PostgreSQL server goes away under load and comes back', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let store: EventStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-restart-'));
    chmodSync(folder, 0o711);
    server = await startEmbeddedPostgres(folder);
    store = await openPostgresEventStore(await server.url('ledger'), { pollEvery: 50 });
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const survives = async (name: string, interrupt: () => Promise<void>): Promise<void> => {
    const writer = new Writer(store, { signer: new MemorySigner(), clock: new FixedClock() });
    const before = await store.size();
    const acknowledged: Entry[] = [];
    const failed: unknown[] = [];
    let running = true;
    const caller = async (c: number): Promise<void> => {
      for (let n = 0; running; n++) {
        const [id, stream] = [sampleId(`${name} ${c} ${n}`), `handling-${name}_${c}`];
        try {
          const decide = writer.write({
            ids: [id],
            streams: [stream],
            decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
          });
          acknowledged.push(...(await decide));
        } catch (error) {
          failed.push(error);
        }
      }
    };
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const page of store.follow(before, stop.signal)) seen.push(...page.map(({ position }) => position));
    })();
    const callers = Array.from({ length: 16 }, (_, c) => caller(c));
    await pause(150);
    await interrupt();
    const restarted = acknowledged.length;
    await pause(300);
    running = false;
    await Promise.all(callers);
    expect(failed).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(restarted);
    const size = await store.size();
    const positions = Array.from({ length: size - before }, (_, n) => before + n);
    // Each acknowledged once, none lost, none doubled, no gap.
    expect(acknowledged.map(({ position }) => position).sort((a, b) => a - b)).toEqual(positions);
    for (let waited = 0; seen.length < positions.length && waited < 5000; waited += 50) await pause(50);
    stop.abort();
    await following;
    expect(seen).toEqual(positions);
  };

  it('nothing acknowledged is lost and nothing is doubled after a shutdown', async () => {
    await survives('shutdown', async () => {
      await server.stop();
      server = await startEmbeddedPostgres(folder);
    });
  });

  it('nothing acknowledged is lost and nothing is doubled after the server was killed', async () => {
    await survives('killed', async () => {
      process.kill(server.pid, 'SIGKILL');
      server = await startEmbeddedPostgres(folder);
    });
  });
});
