import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';

/** The version of the tables below. A database with a higher one was made by a newer release and is refused. */
const schemaVersion = 2;

// One statement per version, applied in order. What has been released is never edited.
const migrations = [
  `CREATE TABLE event (
     position    bigint  NOT NULL,
     stream      text    NOT NULL COLLATE "C",
     revision    integer NOT NULL,
     id          uuid    NOT NULL,
     payload     bytea   NOT NULL,
     kid         text    NOT NULL COLLATE "C",
     signature   bytea   NOT NULL,
     boxes       bytea,
     disclosures bytea,
     req         bytea,
     CONSTRAINT event_position PRIMARY KEY (position),
     CONSTRAINT event_revision UNIQUE (stream, revision),
     CONSTRAINT event_id UNIQUE (id)
   );
   CREATE TABLE head (single boolean PRIMARY KEY DEFAULT true CHECK (single), size bigint NOT NULL) WITH (fillfactor = 10);
   INSERT INTO head (size) VALUES (0);`,
  // Names the append that made the head, so that one sent behind it can ask for it.
  `ALTER TABLE head ADD COLUMN append uuid;`,
];

// Any fixed number; services that start together take turns under it.
const migrationLock = 0x1ed6e7;

/** Creates or completes the tables. Throws STORE_FOREIGN when the database holds something else or comes from a newer release. */
export async function migrate(sql: Sql): Promise<void> {
  if ((await versionOf(sql)) === schemaVersion) return;
  await sql.begin(async (transaction) => {
    await transaction`SELECT pg_advisory_xact_lock(${migrationLock})`;
    const version = await versionOf(transaction);
    if (version === undefined) {
      await refuseForeign(transaction);
      await transaction`CREATE TABLE event_store_schema (version integer NOT NULL)`;
      await transaction`INSERT INTO event_store_schema VALUES (0)`;
    }
    for (const statement of migrations.slice(version ?? 0)) await transaction.unsafe(statement);
    await transaction`UPDATE event_store_schema SET version = ${schemaVersion}`;
  });
}

type Queries = Pick<Sql, 'unsafe'>;

async function versionOf(sql: Queries): Promise<number | undefined> {
  // Asked of the catalogue's rows: a name look-up may answer from a cache older than the lock we have waited for.
  const found = await sql.unsafe(
    `SELECT FROM pg_tables WHERE tablename = 'event_store_schema' AND schemaname = ANY (current_schemas(false))`,
  );
  if (found.length === 0) return undefined;
  const [row] = await sql.unsafe('SELECT version FROM event_store_schema');
  const version = Number(row?.['version'] ?? NaN);
  if (!(version <= schemaVersion)) {
    throw new LedgerError('STORE_FOREIGN', `its tables have version ${version}, this release knows ${schemaVersion}`);
  }
  return version;
}

async function refuseForeign(sql: Queries): Promise<void> {
  const tables = await sql.unsafe(
    `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LIMIT 1`,
  );
  if (tables.length > 0) {
    throw new LedgerError(
      'STORE_FOREIGN',
      'it holds tables of something else; give the event store a database of its own',
    );
  }
}

/** Throws STORE_UNSAFE when a commit of this session could be answered before it is on disk. */
export async function demandDurability(sql: Sql): Promise<void> {
  const [row] = await sql`SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`;
  for (const [name, value] of [
    ['fsync', row?.['fsync']],
    ['synchronous_commit', row?.['commit']],
  ]) {
    if (value === 'off') throw new LedgerError('STORE_UNSAFE', `${name} is off; turn it on`);
  }
}
