import type { Sql } from 'postgres';

import { LedgerError } from '#libs/ledger';

export type Transaction = Sql;

/** `seq` orders the key-encryption keys: the last one is in use. `doomed` are those that may have wrapped the key that was removed. */
const schema = `
  CREATE TABLE key_encryption_key (id uuid PRIMARY KEY, seq bigserial NOT NULL);
  CREATE TABLE data_key (id uuid PRIMARY KEY, name text NOT NULL UNIQUE, kek uuid NOT NULL, wrapped bytea NOT NULL);
  CREATE TABLE secret (name text PRIMARY KEY, kek uuid NOT NULL, wrapped bytea NOT NULL);
  CREATE TABLE shredding (name text PRIMARY KEY, key_id uuid, doomed uuid[] NOT NULL, step text NOT NULL);`;

/** What people have in work, beside the keys it is sealed under; made in a key store of an earlier release, too. */
const drafts = `
  CREATE TABLE draft (
    id uuid PRIMARY KEY, owner text NOT NULL, expires timestamptz NOT NULL, revision integer NOT NULL,
    label bytea NOT NULL, value bytea NOT NULL);
  CREATE INDEX draft_owner ON draft (owner);`;

const tables = ['data_key', 'key_encryption_key', 'secret', 'shredding'];

/**
 * Makes the tables in an empty database. Throws `STORE_FOREIGN` when it holds anything else, `STORE_UNSAFE` when a key could be answered
 * before it is on disk: a lost data key is a lost text.
 */
export async function prepareSchema(sql: Transaction): Promise<void> {
  const [setting] = await sql<{ fsync: string; commit: string }[]>`
    SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`;
  if (setting?.fsync === 'off' || setting?.commit === 'off')
    throw new LedgerError('STORE_UNSAFE', 'fsync and synchronous_commit must be on for the key store');
  const rows = await sql<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace NOT IN
      (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema') ORDER BY relname`;
  const names = rows.map(({ name }) => name);
  if (names.length === 0) await sql.unsafe(schema);
  else if (
    !tables.every((table) => names.includes(table)) ||
    names.some((name) => !tables.includes(name) && name !== 'draft')
  )
    throw new LedgerError('STORE_FOREIGN', 'it is not a key store; give the key store a database of its own');
  if (!names.includes('draft')) await sql.unsafe(drafts);
}
