import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asLogin, PrivatePostgres, runSql, sampleEntry } from '#libs/testing';
import { openPostgresEventStore, type PostgresOptions } from './postgres-event-store.js';

let server: PrivatePostgres;
let count = 0;
let url: string;
beforeAll(async () => {
  server = await PrivatePostgres.start();
});
beforeEach(async () => {
  url = await server.url(`ledger_${count++}`);
});
afterAll(() => server.remove());

const refusal = async (address: string, options: PostgresOptions = {}): Promise<string> => {
  const began = performance.now();
  try {
    await (await openPostgresEventStore(address, options)).close();
    return 'opened';
  } catch (error) {
    expect(performance.now() - began).toBeLessThan(10_000);
    return String((error as { code: string }).code) + ': ' + (error as Error).message.replace(/^[^:]*: /, '');
  }
};
/** The answer once each connection that was cut off has been found out and replaced. */
const onceBack = async <T>(ask: () => Promise<T>, tries = 20): Promise<T> =>
  ask().catch((error: unknown) => {
    if (tries === 0) throw error;
    return onceBack(ask, tries - 1);
  });
const tables = (address: string): Promise<unknown> =>
  runSql(address, `SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
const database = (address: string): string => new URL(address).pathname.slice(1);

describe('a server that could lose what it was given', () => {
  afterAll(() => server.restart());

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
    'is refused with %s = off, and left alone',
    async (name) => {
      await server.restart({ [name]: 'off' });
      expect(await refusal(url)).toBe(`STORE_UNSAFE: ${name} is off; turn it on`);
      expect(await tables(url)).toEqual([]);
      expect(await refusal(url, { durability: 'unchecked' })).toBe('opened');
    },
  );

  it.each(['fsync', 'full_page_writes'])('is refused by a reader too with %s = off', async (name) => {
    await server.restart();
    expect(await refusal(url)).toBe('opened');
    await server.restart({ [name]: 'off' });
    expect(await refusal(url, { as: 'reader' })).toBe(`STORE_UNSAFE: ${name} is off; turn it on`);
  });

  it.each(['DATABASE', 'ROLE'])('is refused when synchronous_commit was turned off for the %s', async (kind) => {
    await server.restart();
    const thing = kind === 'DATABASE' ? `DATABASE "${database(url)}"` : 'ROLE postgres';
    await runSql(url, `ALTER ${thing} SET synchronous_commit = off`);
    expect(await refusal(url)).toBe('STORE_UNSAFE: synchronous_commit is off; turn it on');
    await runSql(url, `ALTER ${thing} RESET synchronous_commit`);
    expect(await refusal(url)).toBe('opened');
  });

  it.each(['local', 'remote_write'])('is refused when a synchronous standby is not waited for: %s', async (level) => {
    await server.restart({ synchronous_commit: level });
    expect(await refusal(url)).toBe('opened');
    await server.restart({ synchronous_commit: level, synchronous_standby_names: 'elsewhere' });
    expect(await refusal(url)).toMatch(new RegExp(`^STORE_UNSAFE: synchronous_commit is ${level}, .* set it to on`));
    // Nothing can be committed on such a server, not even the next test's database.
    await server.restart();
  });

  it('is told nothing was recorded as long as the synchronous standby has not said so', async () => {
    const store = await openPostgresEventStore(url, { answerWithin: 1000 });
    await server.restart({ synchronous_standby_names: 'elsewhere' });
    await expect(store.append(0, [sampleEntry(0)])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await store.close();
  });
});

describe('a server that loses its trust while a store is open', () => {
  afterAll(() => server.restart());

  it('is given nothing more after it came back without fsync, and is trusted again once that is mended', async () => {
    await server.restart();
    const store = await openPostgresEventStore(url);
    expect(await store.append(0, [sampleEntry(0)])).toBe('done');
    await server.restart({ fsync: 'off' });
    await expect(store.append(1, [sampleEntry(1)])).rejects.toMatchObject({ code: expect.stringMatching(/^STORE_UN/) });
    await expect(store.append(1, [sampleEntry(1)])).rejects.toMatchObject({ code: 'STORE_UNSAFE' });
    expect(await store.lacks()).toMatch(/fsync is off/);
    await server.restart();
    expect(await onceBack(() => store.append(1, [sampleEntry(1)]))).toBe('done');
    expect(await store.lacks()).toBeUndefined();
    await store.close();
  });

  it('is given nothing more when it no longer has what it acknowledged, as after an old backup was put back', async () => {
    const store = await openPostgresEventStore(url);
    expect(await store.append(0, [sampleEntry(0), sampleEntry(1)])).toBe('done');
    await runSql(url, 'DELETE FROM event WHERE position = 1', 'UPDATE head SET size = 1');
    await server.restart();
    await store.size().catch(() => undefined);
    const again = (): Promise<unknown> => store.append(1, [sampleEntry(1, { stream: 'handling-fork' })]);
    await again().catch(() => undefined);
    await expect(again()).rejects.toMatchObject({
      code: 'STORE_UNSAFE',
      message: expect.stringContaining('acknowledged at position 1 is no longer there') as unknown,
    });
    expect(await runSql(url, 'SELECT count(*)::integer AS n FROM event')).toEqual([{ n: 1 }]);
    expect(await store.lacks()).toMatch(/no longer there/);
    await store.close();
  });
});

describe('a server that does not let us in', () => {
  it('is named as such: password, database, rights', async () => {
    await runSql(url, `CREATE ROLE stranger LOGIN PASSWORD 'known'`);
    const as = (password: string): string => asLogin(url, 'stranger', password);
    expect(await refusal(as('wrong'))).toBe('STORE_UNAVAILABLE: password authentication failed for user "stranger"');
    expect(await refusal(url.replace(database(url), 'nowhere'))).toBe(
      'STORE_UNAVAILABLE: database "nowhere" does not exist',
    );
    expect(await refusal(as('known'), { as: 'reader' })).toMatch(
      /^STORE_UNAVAILABLE: its login is not a member of .*reader$/,
    );
    expect(await tables(url)).toEqual([]);
    await runSql(url, `REVOKE CONNECT ON DATABASE "${database(url)}" FROM PUBLIC`);
    expect(await refusal(as('known'))).toMatch(/^STORE_UNAVAILABLE: permission denied for database/);
  });

  it('is told to a member of the roles as long as the tables are missing', async () => {
    await (await openPostgresEventStore(await server.url('other'))).close();
    await runSql(url, `CREATE ROLE early LOGIN PASSWORD 'x' IN ROLE ledger_reader`);
    expect(await refusal(asLogin(url, 'early', 'x'), { as: 'reader' })).toMatch(
      /^STORE_OUTDATED: .*owns the database$/,
    );
    expect(await tables(url)).toEqual([]);
  });

  it('is given up within seconds when nobody listens, and when somebody listens and never answers', async () => {
    expect(await refusal('postgres://nobody:x@127.0.0.1:1/none')).toBe(
      'STORE_UNAVAILABLE: connect ECONNREFUSED 127.0.0.1:1',
    );
    const mute: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    expect(await refusal(`postgres://nobody:x@127.0.0.1:${port}/none`)).toMatch(
      /^STORE_UNAVAILABLE: .*CONNECT_TIMEOUT/,
    );
    mute.close();
  });
});

describe('a database in which nothing can be recorded', () => {
  it('is refused by a writer and good enough for a reader', async () => {
    const readOnly = `ALTER DATABASE "${database(url)}" SET default_transaction_read_only = on`;
    await runSql(url, readOnly);
    expect(await refusal(url)).toMatch(/^STORE_UNAVAILABLE: nothing can be recorded there/);
    expect(await refusal(url, { as: 'reader' })).toMatch(/^STORE_UNAVAILABLE: nothing can be recorded there/);
    await runSql(`${url}?default_transaction_read_only=off`, `ALTER DATABASE "${database(url)}" RESET ALL`);
    const store = await openPostgresEventStore(url);
    await store.append(0, [sampleEntry(0)]);
    await runSql(url, readOnly);
    expect(await refusal(url)).toMatch(/^STORE_UNAVAILABLE: nothing can be recorded there/);
    const reader = await openPostgresEventStore(url, { as: 'reader' });
    expect(await reader.read(0, 10)).toHaveLength(1);
    expect(await reader.lacks()).toBeUndefined();
    await reader.close();
    await store.close();
  });

  it('is said to be so when it becomes so, and used again when it is no longer', async () => {
    const store = await openPostgresEventStore(url);
    await store.append(0, [sampleEntry(0)]);
    const others = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await runSql(url, `ALTER DATABASE "${database(url)}" SET default_transaction_read_only = on`, others);
    const attempt = (): Promise<unknown> => store.append(1, [sampleEntry(1)]);
    await attempt().catch(() => undefined);
    await expect(attempt()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await store.lacks()).toMatch(/nothing can be recorded there/);
    await runSql(`${url}?default_transaction_read_only=off`, `ALTER DATABASE "${database(url)}" RESET ALL`, others);
    await onceBack(attempt);
    expect(await onceBack(() => store.size())).toBe(2);
    await onceBack(async () => expect(await store.lacks()).toBeUndefined());
    await store.close();
  });
});

describe('a database that is not an event store as we left it', () => {
  it.each([
    ['holds a table of something else', 'CREATE TABLE invoice (number integer)', 'tables of something else'],
    ['holds a view of something else', 'CREATE VIEW invoice AS SELECT 1 AS number', 'tables of something else'],
    [
      'holds tables with our names',
      'CREATE TABLE event (id integer); CREATE TABLE head (id integer)',
      'tables of something else',
    ],
    [
      'claims to be one',
      'CREATE TABLE event_store_schema AS SELECT 2 AS version; CREATE TABLE event (id integer); CREATE TABLE head (size bigint)',
      'other columns',
    ],
    ['claims to be one and is empty', 'CREATE TABLE event_store_schema AS SELECT 2 AS version', 'event'],
  ])('is refused when it %s', async (_, statement, reason) => {
    await runSql(url, statement);
    const before = await runSql(
      url,
      `SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
    );
    expect(await refusal(url)).toMatch(new RegExp(`^STORE_FOREIGN: .*${reason}`));
    expect(
      await runSql(url, `SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace`),
    ).toEqual(before);
  });

  it.each([
    ['lost a unique index', 'ALTER TABLE event DROP CONSTRAINT event_id', 'STORE_FOREIGN: .*unique indexes'],
    ['lost its last entry', 'DELETE FROM event WHERE position = 2', 'STORE_FOREIGN: its head does not agree'],
    ['has a head that runs ahead', 'UPDATE head SET size = 7', 'STORE_FOREIGN: its head does not agree'],
    ['has no head', 'DELETE FROM head', 'STORE_FOREIGN: its head does not agree'],
    ['lost its head', 'DROP TABLE head', 'STORE_FOREIGN: its table head is missing'],
    ['would be emptied by a crash', 'ALTER TABLE event SET UNLOGGED', 'STORE_UNSAFE: .*unlogged'],
  ])('is refused when it %s', async (_, statement, reason) => {
    const store = await openPostgresEventStore(url);
    await store.append(0, [sampleEntry(0), sampleEntry(1), sampleEntry(2)]);
    await store.close();
    expect(await refusal(url)).toBe('opened');
    await runSql(url, statement);
    expect(await refusal(url)).toMatch(new RegExp(`^${reason}`));
    expect(await refusal(url, { as: 'reader' })).toMatch(new RegExp(`^${reason}`));
  });
});
