import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connections } from '#libs/postgres';
import { asLogin, PrivatePostgres, runSql, sampleEntry } from '#libs/testing';
import { openPostgresEventStore } from './postgres-event-store.js';
import { migrations, schemaVersion } from './postgres-migrations.js';
import { migrateAlong } from './postgres-schema.js';

const folder = 'libs/event-store/src/fixtures';
const versions = Array.from({ length: schemaVersion - 1 }, (_, index) => index + 1);
const fixture = (version: number): string => readFileSync(join(folder, `schema-${version}.sql`), 'utf8');

const owner = (url: string): Connections =>
  new Connections(url, { max: 1, answerWithin: 10_000, errorOf: (error) => error as Error });

describe('tables that an earlier release made', () => {
  let server: PrivatePostgres;
  beforeAll(async () => {
    server = await PrivatePostgres.start();
    // The roles come with the newest tables: an older ledger on the same server has them already.
    await (await openPostgresEventStore(await server.url('newest'))).close();
    await runSql(await server.url('newest'), `CREATE ROLE registry LOGIN PASSWORD 'x' IN ROLE ledger_writer`);
  });
  afterAll(() => server.remove());

  let count = 0;
  const old = async (version: number): Promise<string> => {
    const url = await server.url(`old_${version}_${count++}`);
    await runSql(url, fixture(version));
    return url;
  };
  const rows = (url: string): Promise<unknown> => runSql(url, 'SELECT event::text FROM event ORDER BY position');
  const whole = (url: string): Promise<unknown> =>
    runSql(
      url,
      `SELECT (SELECT string_agg(attrelid::regclass || '.' || attname, ',' ORDER BY relname, attnum) FROM pg_attribute
          JOIN pg_class ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace AND attnum > 0) AS columns,
        (SELECT string_agg(relname || coalesce(relacl::text, ''), ',' ORDER BY relname) FROM pg_class
          WHERE relnamespace = 'public'::regnamespace) AS tables, (SELECT version FROM event_store_schema) AS version`,
    );

  it('are kept here, one dump for each version before the newest', () => {
    expect(readdirSync(folder).sort()).toEqual(versions.map((version) => `schema-${version}.sql`));
  });

  it.each(versions)(
    'are brought from version %i to the newest with every byte of every entry as it was',
    async (version) => {
      const url = await old(version);
      const before = await rows(url);
      expect(before).not.toEqual([]);
      const store = await openPostgresEventStore(url);
      expect(await rows(url)).toEqual(before);
      const size = await store.size();
      expect(await store.append(size, [sampleEntry(size)])).toBe('done');
      expect((await store.read(0, 100)).map(({ position }) => position)).toEqual(
        Array.from({ length: size + 1 }, (_, index) => index),
      );
      await store.close();
      expect(await runSql(url, 'SELECT version FROM event_store_schema')).toEqual([{ version: schemaVersion }]);
      const made = await server.url('newest');
      expect(await whole(url)).toEqual(await whole(made));
    },
  );

  it.each(versions)(
    'of version %i are refused, and left alone, when the login may not change them',
    async (version) => {
      const url = await old(version);
      const before = await whole(url);
      await expect(openPostgresEventStore(asLogin(url, 'registry', 'x'), { as: 'writer' })).rejects.toMatchObject({
        code: 'STORE_OUTDATED',
        message: expect.stringContaining('start once with the login that owns the database') as unknown,
      });
      expect(await whole(url)).toEqual(before);
      await (await openPostgresEventStore(url)).close();
      await (await openPostgresEventStore(asLogin(url, 'registry', 'x'), { as: 'writer' })).close();
    },
  );

  it('stay as they were when a step on the way fails, and can be brought further later', async () => {
    const url = await old(1);
    const [before, entries] = [await whole(url), await rows(url)];
    const sql = owner(url);
    const failing = [...migrations, 'ALTER TABLE event ADD COLUMN remark text; SELECT 1 / 0; DROP TABLE head'];
    await expect(sql.transaction((session) => migrateAlong(session, failing))).rejects.toMatchObject({ code: '22012' });
    expect(await whole(url)).toEqual(before);
    expect(await rows(url)).toEqual(entries);
    await sql.close();
    await (await openPostgresEventStore(url)).close();
  });

  it('are not left behind half made when the very first step fails in an empty database', async () => {
    const url = await server.url('empty');
    const sql = owner(url);
    await expect(
      sql.transaction((session) => migrateAlong(session, [...migrations, 'SELECT 1 / 0'])),
    ).rejects.toMatchObject({ code: '22012' });
    await sql.close();
    expect(await runSql(url, `SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([]);
  });

  it('are completed once when an old and a new login begin at the same moment', async () => {
    const url = await old(1);
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresEventStore(url)));
    expect(new Set(await Promise.all(stores.map((store) => store.size()))).size).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('are refused when a later release made them, whoever asks, and left alone', async () => {
    const url = await server.url('later');
    await (await openPostgresEventStore(url)).close();
    await runSql(url, 'UPDATE event_store_schema SET version = version + 1');
    const before = await whole(url);
    for (const [login, as] of [
      [url, 'writer'],
      [url, 'reader'],
      [asLogin(url, 'registry', 'x'), 'writer'],
    ] as const)
      await expect(openPostgresEventStore(login, { as })).rejects.toMatchObject({
        code: 'STORE_FOREIGN',
        message: expect.stringContaining(`version ${schemaVersion + 1}`) as unknown,
      });
    expect(await whole(url)).toEqual(before);
  });
});
