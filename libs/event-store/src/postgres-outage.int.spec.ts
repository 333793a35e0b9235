import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock, MemorySigner, PrivatePostgres, runSql, sampleDraft, sampleEntry, sampleId } from '#libs/testing';
import { type Entry, type EventStore, pageSize } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { Writer } from './writer.js';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await PrivatePostgres.start();
});
const endings: AbortController[] = [];
// Also after a test that failed half-way: a follower left alone would keep the run from ending.
afterEach(() => {
  for (const ending of endings) ending.abort();
  server.resume();
});
afterAll(() => server.remove());

let count = 0;
const fresh = (): Promise<string> => server.url(`ledger_${count++}`);

/** Follows from the beginning and notes when each position came. */
function tail(store: EventStore): { seen: Map<number, number>; order: number[]; stop: () => Promise<void> } {
  const [ending, seen, order] = [new AbortController(), new Map<number, number>(), [] as number[]];
  endings.push(ending);
  const following = (async () => {
    for await (const page of store.follow(0, ending.signal)) {
      for (const { position } of page) {
        seen.set(position, performance.now());
        order.push(position);
      }
    }
  })();
  const stop = async (): Promise<void> => {
    ending.abort();
    await following;
  };
  return { seen, order, stop };
}

async function until(holds: () => boolean, limit: number): Promise<void> {
  for (const began = performance.now(); !holds() && performance.now() - began < limit;) await pause(10);
}

describe('a server that hangs without a word', () => {
  it('is given up on every call after the time we allow, and answers again once it goes on', async () => {
    const store = await openPostgresEventStore(await fresh(), { answerWithin: 1000, pollEvery: 100 });
    await store.append(0, [sampleEntry(0)]);
    const following = tail(store);
    await until(() => following.seen.size === 1, 5000);
    server.halt();
    const calls: (() => Promise<unknown>)[] = [
      () => store.append(1, [sampleEntry(1)]),
      () => store.size(),
      () => store.last(),
      () => store.read(0, 10),
      () => store.readStream('handling-0', 0, 10),
      () => store.readStreams(['handling-0'], 10),
      () => store.find([sampleId('0 handling-0')]),
    ];
    for (const call of calls) {
      const began = performance.now();
      await expect(call()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(performance.now() - began).toBeLessThan(4000);
    }
    expect(await store.lacks()).toMatch(/no answer came|CONNECT_TIMEOUT|CONNECTION/);
    server.resume();
    await until(() => following.seen.size === 2, 1000);
    // The append that nobody waited for has happened or has not, and nothing in between.
    for (let size = -1; size < 0;) size = await store.size().catch(() => -1);
    const size = await store.size();
    expect((await store.read(0, 10)).map(({ position }) => position)).toEqual(size === 1 ? [0] : [0, 1]);
    expect(await store.append(size, [sampleEntry(size)])).toBe('done');
    await until(() => following.seen.size === size + 1, 5000);
    await following.stop();
    expect(following.order).toEqual((await store.read(0, 10)).map(({ position }) => position));
    expect(await store.lacks()).toBeUndefined();
    await store.close();
  });

  it('does not keep a store from being closed', async () => {
    const store = await openPostgresEventStore(await fresh(), { answerWithin: 30_000 });
    const following = tail(store);
    await store.size();
    server.halt();
    const asked = store.size().catch((error: unknown) => error);
    await pause(50);
    const began = performance.now();
    await Promise.all([following.stop(), store.close()]);
    expect(performance.now() - began).toBeLessThan(8000);
    expect(await asked).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    server.resume();
  });

  it('costs nobody an event when a writer works through it', async () => {
    const store = await openPostgresEventStore(await fresh(), { answerWithin: 500 });
    const writer = new Writer(store, { signer: new MemorySigner(), clock: new FixedClock() });
    const write = (n: number): Promise<readonly Entry[]> =>
      writer.write({
        ids: [sampleId(`hang ${n}`)],
        streams: ['handling-hang'],
        decide: (view) => [
          view.known(sampleId(`hang ${n}`)) ?? sampleDraft(view, 'handling-hang', sampleId(`hang ${n}`)),
        ],
      });
    const writes = Array.from({ length: 20 }, async (_, n) => {
      await pause(n * 20);
      return write(n);
    });
    await pause(150);
    server.halt();
    await pause(1500);
    server.resume();
    const revisions = (await Promise.all(writes)).map(([entry]) => entry?.revision ?? -1);
    expect(revisions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(await store.size()).toBe(20);
    await store.close();
  });
});

const endSessions = (url: string, condition: string): Promise<unknown> =>
  runSql(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${condition}`,
  );

describe('a follower whose notifications are lost', () => {
  it('sees each event within the time after which it looks for itself', async () => {
    const url = await fresh();
    const [writing, reading] = [
      await openPostgresEventStore(url),
      await openPostgresEventStore(url, { pollEvery: 1000 }),
    ];
    const following = tail(reading);
    await until(() => false, 300);
    for (let position = 0; position < 3; position++) {
      expect(await endSessions(url, `query ILIKE 'listen%'`)).toHaveLength(1);
      await writing.append(position, [sampleEntry(position)]);
      const recorded = performance.now();
      await until(() => following.seen.has(position), 5000);
      expect((following.seen.get(position) ?? Infinity) - recorded).toBeLessThan(1000 + 1500);
      await until(() => false, 200);
    }
    await following.stop();
    await Promise.all([writing.close(), reading.close()]);
  });

  it('hears again by itself after the session that listened was ended', async () => {
    const url = await fresh();
    const writing = await openPostgresEventStore(url);
    const reading = await openPostgresEventStore(url, { pollEvery: 60_000 });
    const following = tail(reading);
    await pause(300);
    await endSessions(url, `query ILIKE 'listen%'`);
    await writing.append(0, [sampleEntry(0)]);
    await until(() => following.seen.has(0), 10_000);
    await pause(300);
    await writing.append(1, [sampleEntry(1)]);
    await until(() => following.seen.has(1), 10_000);
    await following.stop();
    expect(following.order).toEqual([0, 1]);
    await Promise.all([writing.close(), reading.close()]);
  });

  it('does not rest between full pages', async () => {
    const url = await fresh();
    const writing = await openPostgresEventStore(url);
    for (let from = 0; from < 5 * pageSize; from += pageSize)
      await writing.append(
        from,
        Array.from({ length: pageSize }, (_, n) => sampleEntry(from + n)),
      );
    const reading = await openPostgresEventStore(url, { as: 'reader', pollEvery: 60_000 });
    const began = performance.now();
    const following = tail(reading);
    await until(() => following.seen.size === 5 * pageSize, 20_000);
    expect(performance.now() - began).toBeLessThan(10_000);
    await following.stop();
    expect(following.order).toEqual(Array.from({ length: 5 * pageSize }, (_, index) => index));
    await Promise.all([writing.close(), reading.close()]);
  });
});

describe('connections that are ended one after the other', () => {
  it('cost neither the writer nor the follower an event', async () => {
    const url = await fresh();
    const store = await openPostgresEventStore(url, { pollEvery: 100 });
    const writer = new Writer(store, { signer: new MemorySigner(), clock: new FixedClock() });
    const following = tail(store);
    let running = true;
    const acknowledged: number[] = [];
    const callers = Array.from({ length: 8 }, async (_, c) => {
      for (let n = 0; running; n++) {
        const [id, stream] = [sampleId(`drop ${c} ${n}`), `handling-drop_${c}`];
        const entries = await writer.write({
          ids: [id],
          streams: [stream],
          decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
        });
        acknowledged.push(...entries.map(({ position }) => position));
      }
    });
    for (let n = 0; n < 15; n++) {
      await pause(60);
      await endSessions(url, 'true');
    }
    running = false;
    await Promise.all(callers);
    const all = Array.from({ length: await store.size() }, (_, index) => index);
    expect(acknowledged.sort((a, b) => a - b)).toEqual(all);
    await until(() => following.order.length === all.length, 10_000);
    await following.stop();
    expect(following.order).toEqual(all);
    await store.close();
  });
});
