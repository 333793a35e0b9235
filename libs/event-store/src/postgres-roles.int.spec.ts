import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asLogin, PrivatePostgres, runSql, sampleEntry } from '#libs/testing';
import { openPostgresEventStore } from './postgres-event-store.js';

/** What the documentation tells an administrator to run. */
const documented = /```sql\n([^`]+)```/.exec(readFileSync('docs/event-store.md', 'utf8'))?.[1] ?? '';
const logins = [...documented.matchAll(/^CREATE ROLE (\w+) LOGIN PASSWORD '([^']+)' IN ROLE (\w+);/gm)].map(
  ([, login = '', password = '', role = '']) => ({ login, password, role }),
);

/** Nobody but the owner of the tables may do any of this. */
const forbidden = [
  "UPDATE event SET payload = '\\x00'",
  'UPDATE event SET position = position + 1',
  "INSERT INTO event SELECT * FROM event ON CONFLICT (position) DO UPDATE SET payload = '\\x00'",
  'MERGE INTO event USING head ON position = 0 WHEN MATCHED THEN DELETE',
  'DELETE FROM event',
  'DELETE FROM event WHERE position = 1',
  'TRUNCATE event',
  'DELETE FROM head',
  'INSERT INTO head (single, size) VALUES (false, 9)',
  'UPDATE head SET single = single',
  'TRUNCATE head',
  'UPDATE event_store_schema SET version = 0',
  'SELECT FROM event FOR UPDATE',
  'BEGIN; LOCK TABLE event IN ACCESS EXCLUSIVE MODE',
  'ALTER TABLE event ADD COLUMN remark text',
  'ALTER TABLE event DROP CONSTRAINT event_id',
  'ALTER TABLE event SET UNLOGGED',
  'ALTER TABLE event DISABLE TRIGGER ALL',
  'ALTER TABLE event OWNER TO CURRENT_USER',
  'DROP TABLE event',
  'DROP TABLE head CASCADE',
  'DROP INDEX event_revision',
  'CREATE INDEX ON event (kid)',
  'CREATE TABLE remark (text text)',
  'CREATE TEMPORARY TABLE event (position bigint)',
  'CREATE VIEW remark AS SELECT 1',
  'CREATE SCHEMA other',
  'CREATE FUNCTION one() RETURNS integer LANGUAGE sql RETURN 1',
  'CREATE RULE nothing AS ON INSERT TO event DO INSTEAD NOTHING',
  'CREATE TRIGGER late BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'GRANT DELETE ON event TO CURRENT_USER; DELETE FROM event',
  'GRANT ledger_writer TO CURRENT_USER WITH ADMIN OPTION',
  'SET ROLE postgres',
  'SET SESSION AUTHORIZATION postgres',
  'SET session_replication_role = replica',
  'ALTER ROLE CURRENT_USER SUPERUSER',
  'CREATE ROLE accomplice',
  'ALTER SYSTEM SET fsync = off',
  "COPY event FROM PROGRAM 'true'",
];

/** What only the registry may do. */
const forRegistryOnly = [
  'INSERT INTO event SELECT position + 100, stream, revision + 100, gen_random_uuid(), payload, kid, signature FROM event',
  'UPDATE head SET size = 100',
  'SET ROLE ledger_writer',
];

describe('what each service may do in the database of the event store', () => {
  let server: PrivatePostgres;
  let owner: string;
  beforeAll(async () => {
    server = await PrivatePostgres.start();
    owner = await server.url();
    const store = await openPostgresEventStore(owner);
    await store.append(0, [sampleEntry(0), sampleEntry(1), sampleEntry(2)]);
    await store.close();
    await runSql(owner, documented);
  });
  afterAll(() => server.remove());

  const urlOf = (login: string): string =>
    asLogin(owner, login, logins.find((one) => one.login === login)?.password ?? '');
  const everything = (): Promise<unknown> =>
    runSql(
      owner,
      `SELECT (SELECT string_agg(event::text, '|' ORDER BY position) FROM event) AS events,
        (SELECT string_agg(head::text, '|') FROM head) AS head, (SELECT version FROM event_store_schema) AS version,
        (SELECT string_agg(relname || relacl::text, '|' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace)`,
    );

  it('is written down for the registry, the notary and the chronicle', () => {
    expect(logins.map(({ login, role }) => `${login} ${role}`)).toEqual([
      'registry ledger_writer',
      'notary ledger_reader',
      'chronicle ledger_reader',
    ]);
  });

  it.each(logins.flatMap(({ login, role }) => [`${login} itself`, `${login} as ${role}`]))(
    '%s can change, remove or hide nothing that was recorded',
    async (who) => {
      const [login = '', how = '', role = ''] = who.split(' ');
      const before = await everything();
      const list = role === 'ledger_writer' || login === 'registry' ? forbidden : [...forbidden, ...forRegistryOnly];
      const allowed: string[] = [];
      for (const statement of list) {
        const first = how === 'as' ? [`SET ROLE ${role}`] : [];
        const code = await runSql(urlOf(login), ...first, statement).then(
          () => 'done',
          (error: unknown) => (error as { code: string }).code,
        );
        if (code !== '42501') allowed.push(`${code} ${statement}`);
      }
      expect(allowed).toEqual([]);
      expect(await everything()).toEqual(before);
    },
  );

  it('is enough for the registry to record and for notary and chronicle to follow and hear of it at once', async () => {
    const writing = await openPostgresEventStore(urlOf('registry'), { as: 'writer' });
    const readers = await Promise.all(
      ['notary', 'chronicle'].map((login) => openPostgresEventStore(urlOf(login), { as: 'reader', pollEvery: 30_000 })),
    );
    const stop = new AbortController();
    const size = await writing.size();
    const heard = readers.map(async (store) => {
      const positions: number[] = [];
      for await (const page of store.follow(size, stop.signal)) {
        positions.push(...page.map(({ position }) => position));
        if (positions.length === 3) return positions;
      }
      return positions;
    });
    for (let position = size; position < size + 3; position++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await writing.append(position, [sampleEntry(position)])).toBe('done');
    }
    expect(await Promise.all(heard)).toEqual([
      [size, size + 1, size + 2],
      [size, size + 1, size + 2],
    ]);
    expect(await Promise.all([writing, ...readers].map((store) => store.lacks()))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await Promise.all([writing, ...readers].map((store) => store.close()));
  });

  it('does not let a reader append, whatever its program says', async () => {
    const reader = await openPostgresEventStore(urlOf('notary'), { as: 'reader' });
    await expect(reader.append(await reader.size(), [sampleEntry(9)])).rejects.toMatchObject({ code: 'INTERNAL' });
    await reader.close();
    await expect(openPostgresEventStore(urlOf('notary'), { as: 'writer' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('not a member of the role ledger_writer') as unknown,
    });
  });

  it('binds the owner of the tables too, as long as it acts as a service', async () => {
    const sessions = await openPostgresEventStore(owner, { as: 'writer' });
    await sessions.size();
    const [row] = await runSql(
      owner,
      `SELECT string_agg(DISTINCT usename, ',') AS logins FROM pg_stat_activity WHERE application_name = 'ledger-event-store'`,
    );
    expect(row).toEqual({ logins: 'postgres' });
    await expect(runSql(`${owner}?role=ledger_writer`, 'DELETE FROM event')).rejects.toMatchObject({ code: '42501' });
    await sessions.close();
  });

  it('is set right again by the owner when rights were taken away or a backup came without its roles', async () => {
    await runSql(owner, 'REVOKE INSERT ON event FROM ledger_writer');
    await expect(openPostgresEventStore(urlOf('registry'), { as: 'writer' })).rejects.toMatchObject({
      code: 'STORE_OUTDATED',
    });
    await (await openPostgresEventStore(owner)).close();
    await (await openPostgresEventStore(urlOf('registry'), { as: 'writer' })).close();
  });
});

describe('the roles of a server that has none yet', () => {
  it('are made once when the stores of many databases begin at the same moment', async () => {
    const server = await PrivatePostgres.start();
    const urls = [];
    for (let n = 0; n < 8; n++) urls.push(await server.url(`ledger_${n}`));
    const stores = await Promise.all(urls.flatMap((url) => [url, url]).map((url) => openPostgresEventStore(url)));
    for (const store of stores.filter((_, n) => n % 2 === 0))
      expect(await store.append(0, [sampleEntry(0)])).toBe('done');
    expect(
      await runSql(urls[0] ?? '', `SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname ~ '^ledger_' ORDER BY 1`),
    ).toEqual([
      { rolname: 'ledger_reader', rolcanlogin: false },
      { rolname: 'ledger_writer', rolcanlogin: false },
    ]);
    await Promise.all(stores.map((store) => store.close()));
    await server.remove();
  });

  it('can be made by a login that owns the database and may create roles, without being a superuser', async () => {
    const server = await PrivatePostgres.start();
    const admin = await server.url('postgres');
    await runSql(
      admin,
      `CREATE ROLE operator LOGIN CREATEROLE PASSWORD 'operates'`,
      'CREATE DATABASE ledger OWNER operator',
    );
    const store = await openPostgresEventStore(asLogin(await server.url('ledger'), 'operator', 'operates'));
    expect(await store.append(0, [sampleEntry(0)])).toBe('done');
    await store.close();
    await server.remove();
  });
});
