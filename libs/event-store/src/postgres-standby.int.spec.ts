import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { PrivatePostgres, runSql, sampleEntry } from '#libs/testing';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { openPostgresEventStore } from './postgres-event-store.js';

/** A copy of the running server's files, made as an online backup (PostgreSQL manual, 25.3.4), that goes on as its hot standby. */
async function standbyOf(primary: PrivatePostgres, folder: string): Promise<EmbeddedPostgres> {
  const url = new URL(await primary.url('postgres'));
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  await sql`SELECT pg_backup_start('standby', true)`;
  // `cp -a` keeps the owner, who is not us when we are root.
  execFileSync('cp', ['-a', join(primary.folder, 'data'), join(folder, 'data')]);
  const [backup] = await sql`SELECT labelfile FROM pg_backup_stop(false)`;
  await sql.end();
  const data = join(folder, 'data');
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(data, name), { force: true });
  for (const name of readdirSync(join(data, 'pg_wal'))) rmSync(join(data, 'pg_wal', name), { recursive: true });
  writeFileSync(join(data, 'backup_label'), String(backup?.['labelfile']));
  writeFileSync(join(data, 'standby.signal'), '');
  for (const name of ['archive_status', 'summaries']) mkdirSync(join(data, 'pg_wal', name));
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'postgres:postgres', data]);
  cpSync(join(primary.folder, 'password'), join(folder, 'password'));
  const from = `host=127.0.0.1 port=${url.port} user=postgres password=${url.password}`;
  return startEmbeddedPostgres(folder, { settings: { primary_conninfo: from, wal_retrieve_retry_interval: '200ms' } });
}

describe('a hot standby of the event store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-standby-'));
  let primary: PrivatePostgres;
  let standby: EmbeddedPostgres;
  let address: string;
  beforeAll(async () => {
    chmodSync(folder, 0o711);
    primary = await PrivatePostgres.start();
    const store = await openPostgresEventStore(await primary.url());
    await store.append(0, [sampleEntry(0)]);
    await store.close();
    standby = await standbyOf(primary, folder);
    const url = new URL(await primary.url());
    url.port = new URL(await standby.url('postgres')).port;
    address = url.href;
  });
  afterAll(async () => {
    await standby.stop();
    await primary.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves readers, who see what the primary records though nobody can notify them', async () => {
    const [writing, reading] = [
      await openPostgresEventStore(await primary.url()),
      await openPostgresEventStore(address, { as: 'reader', pollEvery: 100 }),
    ];
    expect(await reading.lacks()).toBeUndefined();
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const page of reading.follow(0, stop.signal)) seen.push(...page.map(({ position }) => position));
    })();
    for (let position = 1; position < 5; position++) await writing.append(position, [sampleEntry(position)]);
    for (let waited = 0; seen.length < 5 && waited < 20_000; waited += 50) await pause(50);
    stop.abort();
    await following;
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    await Promise.all([writing.close(), reading.close()]);
  });

  it('is refused by a writer, in a sentence, and serves him once it is the primary', async () => {
    await expect(openPostgresEventStore(address)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('nothing can be recorded there, because it is a replica') as unknown,
    });
    await runSql(address, 'SELECT pg_promote()');
    const store = await openPostgresEventStore(address);
    expect(await store.append(5, [sampleEntry(5)])).toBe('done');
    await store.close();
  });
});
