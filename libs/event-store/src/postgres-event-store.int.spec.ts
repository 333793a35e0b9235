import { randomBytes } from 'node:crypto';
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { describeEventStore, freshDatabase, sampleEntry } from '#libs/testing';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import type { EventStore } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';

describeEventStore('PostgreSQL', async () => {
  const url = await freshDatabase('store');
  return { url, open: (by = url) => openPostgresEventStore(by) };
});

const run = async (url: string, ...statements: string[]): Promise<void> => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
};

describe('reading from PostgreSQL', () => {
  it('gives back a payload that was altered so that it is no text any more, with those around it', async () => {
    const url = await freshDatabase('store');
    const store = await openPostgresEventStore(url);
    await store.append(0, [sampleEntry(0), sampleEntry(1), sampleEntry(2)]);
    for (const bytes of ['ff7b00', '00']) {
      await run(url, `UPDATE event SET payload = '\\x${bytes}' WHERE position = 1`);
      const read = await store.read(0, 10);
      expect(await store.size()).toBe(3);
      expect(read.map(({ position }) => position)).toEqual([0, 1, 2]);
      expect(Buffer.from(read[1]?.payload ?? []).toString('hex')).toBe(bytes);
      expect(read[2]?.payload).toEqual(Buffer.from(sampleEntry(2).payload));
    }
    await store.close();
  });

  it('gives back every character also where the database knows few of them', async () => {
    const url = await freshDatabase('store');
    const name = `latin_${randomBytes(6).toString('hex')}`;
    await run(url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`);
    const store = await openPostgresEventStore(url.replace(/[^/]+$/, name));
    const payload = (text: string): Uint8Array => Buffer.from(JSON.stringify({ text }));
    for (const [position, text] of ['é', 'ខ្មែរ'].entries())
      await store.append(position, [{ ...sampleEntry(position), payload: payload(text) }]);
    const read = await store.read(0, 10);
    expect(read.map((entry) => JSON.parse(Buffer.from(entry.payload).toString()) as object)).toEqual([
      { text: 'é' },
      { text: 'ខ្មែរ' },
    ]);
    await store.close();
  });
});

describe('opening a PostgreSQL database', () => {
  it('finds again what an earlier opening recorded', async () => {
    const url = await freshDatabase('store');
    const first = await openPostgresEventStore(url);
    await first.append(0, [sampleEntry(0)]);
    await first.close();
    const second = await openPostgresEventStore(url);
    expect(await second.size()).toBe(1);
    await second.close();
  });

  it('is done once when several services begin at the same moment', async () => {
    const url = await freshDatabase('store');
    const stores = await Promise.all(Array.from({ length: 8 }, () => openPostgresEventStore(url)));
    expect(await Promise.all(stores.map((store) => store.size()))).toEqual(stores.map(() => 0));
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is refused when the database holds the tables of something else', async () => {
    const url = await freshDatabase('store');
    await run(url, 'CREATE TABLE invoice (number integer)');
    await expect(openPostgresEventStore(url)).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  it('is refused when a newer release made the tables', async () => {
    const url = await freshDatabase('store');
    await (await openPostgresEventStore(url)).close();
    await run(url, 'UPDATE event_store_schema SET version = version + 1');
    await expect(openPostgresEventStore(url)).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  it('is refused when a commit could be answered before it is on disk, unless a test says otherwise', async () => {
    const url = await freshDatabase('store');
    await run(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET synchronous_commit = off`);
    await expect(openPostgresEventStore(url)).rejects.toMatchObject({ code: 'STORE_UNSAFE' });
    await (await openPostgresEventStore(url, { durability: 'unchecked' })).close();
  });

  it('is refused in one sentence when nobody listens at the address', async () => {
    await expect(openPostgresEventStore('postgres://nobody:x@127.0.0.1:1/none')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});

describe('a follower on another connection', () => {
  it('hears of a new entry long before it would look for itself', async () => {
    const url = await freshDatabase('store');
    const writing = await openPostgresEventStore(url);
    const reading = await openPostgresEventStore(url, { pollEvery: 30_000 });
    const stop = new AbortController();
    let heard = 0;
    const following = (async () => {
      for await (const page of reading.follow(0, stop.signal)) if ((heard += page.length) === 5) stop.abort();
    })();
    for (let n = 0; n < 5; n++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await writing.append(n, [sampleEntry(n)]);
    }
    await following;
    expect(heard).toBe(5);
    await Promise.all([writing.close(), reading.close()]);
  });
});

/** Follows a store until it has given so many entries; answers with how many those were. */
async function heardFrom(store: EventStore, upTo: number): Promise<number> {
  const stop = new AbortController();
  let heard = 0;
  for await (const page of store.follow(0, stop.signal)) if ((heard += page.length) >= upTo) stop.abort();
  return heard;
}

describe('a follower of the store that appends', () => {
  it("hears of somebody else's entry that was there before its own append, long before it would look for itself", async () => {
    const url = await freshDatabase('store');
    const [first, second] = [
      await openPostgresEventStore(url),
      await openPostgresEventStore(url, { pollEvery: 30_000 }),
    ];
    const began = performance.now();
    const listening = heardFrom(second, 40);
    for (let n = 0; n < 40; n++) {
      const outcomes = await Promise.all([first.append(n, [sampleEntry(n)]), second.append(n, [sampleEntry(n)])]);
      expect(outcomes.toSorted()).toEqual(['done', 'moved']);
    }
    expect(await listening).toBe(40);
    expect(performance.now() - began).toBeLessThan(20_000);
    await Promise.all([first.close(), second.close()]);
  });
});

describe('embedded PostgreSQL', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-embedded-'));
    chmodSync(folder, 0o711);
  });
  const started: EmbeddedPostgres[] = [];
  afterAll(async () => {
    for (const server of started) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps everything recorded when the server is killed, is adopted when only we were, and ends when told', async () => {
    const first = await startEmbeddedPostgres(folder);
    started.push(first);
    const url = await first.url('ledger');
    const store = await openPostgresEventStore(url);
    const payload = randomBytes(1024);
    expect(await store.append(0, [sampleEntry(0, { payload })])).toBe('done');

    const adopted = await startEmbeddedPostgres(folder);
    expect(adopted.pid).toBe(first.pid);

    process.kill(first.pid, 'SIGKILL');
    const second = await startEmbeddedPostgres(folder);
    started.push(second);
    expect(second.pid).not.toBe(first.pid);
    const again = await openPostgresEventStore(await second.url('ledger'));
    expect(Buffer.from((await again.last())?.payload ?? []).equals(payload)).toBe(true);
    await Promise.all([store.close(), again.close()]);

    await second.stop();
    await expect(openPostgresEventStore(await second.url('ledger'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  it('starts within ten seconds from nothing, on a busy machine too', async () => {
    const began = performance.now();
    const server = await startEmbeddedPostgres(join(folder, 'quick'));
    const took = performance.now() - began;
    await server.stop();
    expect(took).toBeLessThan(10_000);
  });
});
