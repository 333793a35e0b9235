import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { migrations as released } from './postgres-migrations.js';
import { grants } from './postgres-roles.js';
import { demandShape } from './postgres-shape.js';

// Any fixed number; services that start together take turns under it.
const migrationLock = 0x1ed6e7;

/**
 * Creates or completes the tables and the rights of the roles, in the caller's transaction, so that all of it happens or none. Throws STORE_FOREIGN when the
 * database holds something else, also under our names, or comes from a newer release.
 */
export async function migrate(sql: Sql): Promise<void> {
  await migrateAlong(sql, released);
}

/** The same along other steps than the released ones, for the tests of what a failing step leaves behind. */
export async function migrateAlong(sql: Sql, migrations: readonly string[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${migrationLock})`;
  const version = await versionOf(sql, migrations.length);
  if (version !== undefined) await demandShape(sql);
  else {
    await refuseForeign(sql);
    await sql`CREATE TABLE event_store_schema (version integer NOT NULL)`;
    await sql`INSERT INTO event_store_schema VALUES (0)`;
  }
  for (const statement of migrations.slice(version ?? 0)) await sql.unsafe(statement);
  await sql`UPDATE event_store_schema SET version = ${migrations.length}`;
  // A backup that was put back on another server has its tables and not its roles.
  await sql.unsafe(grants);
}

type Queries = Pick<Sql, 'unsafe'>;

/** The version of the tables; undefined when there are none. Throws STORE_FOREIGN when it is higher than `newest`. */
export async function versionOf(sql: Queries, newest = released.length): Promise<number | undefined> {
  // Asked of the catalogue's rows: a name look-up may answer from a cache older than the lock we have waited for.
  const found = await sql.unsafe(
    `SELECT FROM pg_tables WHERE tablename = 'event_store_schema' AND schemaname = ANY (current_schemas(false))`,
  );
  if (found.length === 0) return undefined;
  const [row, ...more] = await sql.unsafe('SELECT version FROM event_store_schema');
  const version = Number(row?.['version'] ?? NaN);
  if (!(version <= newest) || more.length > 0) {
    throw new LedgerError('STORE_FOREIGN', `its tables have version ${version}, this release knows ${newest}`);
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
