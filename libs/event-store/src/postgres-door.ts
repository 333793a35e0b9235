import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { Connections } from '#libs/postgres';
import { codeOf, storeError } from './postgres-errors.js';
import { schemaVersion } from './postgres-migrations.js';
import { roleNames, type StoreRole } from './postgres-roles.js';
import { migrate, versionOf } from './postgres-schema.js';
import { demandServer, readOnlySentence, type Terms } from './postgres-server.js';
import { demandShape } from './postgres-shape.js';

const name = 'ledger-event-store';
const visitor = { application_name: name };

/** Building an index over a long history may take its time. */
const migrateWithin = 600_000;

/**
 * Lets a login in: looks at the server, completes the tables where the login may, and makes sure that it may act in its role.
 * Throws STORE_UNAVAILABLE, STORE_UNSAFE, STORE_FOREIGN or STORE_OUTDATED.
 * @returns the settings that every session of the store is to have
 */
export async function admit(
  url: string,
  terms: Terms,
  answerWithin: number,
): Promise<Readonly<Record<string, string>>> {
  const door = new Connections(url, { max: 1, settings: visitor, answerWithin, errorOf: storeError });
  try {
    const commit = await door.ask((sql) => demandServer(sql, terms));
    const first = await door.ask((sql) => enter(sql, terms.as));
    if (first !== 'in') {
      await complete(url, refusalOf(first, terms.as));
      const second = await door.ask((sql) => enter(sql, terms.as));
      if (second !== 'in') throw refusalOf(second, terms.as);
    }
    await door.ask(demandShape);
    return sessionSettings(terms, commit, answerWithin);
  } finally {
    await door.close();
  }
}

function sessionSettings({ as, durability }: Terms, commit: string, answerWithin: number): Record<string, string> {
  return {
    application_name: name,
    role: roleNames[as],
    // Held on to, so that a change of the server's configuration does not lower it under our feet.
    ...(durability === 'required' && { synchronous_commit: commit }),
    // What we no longer wait for ends there too. The server does not count the commit itself, so nothing is half done.
    statement_timeout: String(answerWithin),
    jit: 'off',
    // Every query here is answered by an index; a plan made while the tables were small must not scan them when they have grown.
    enable_seqscan: 'off',
    plan_cache_mode: 'force_generic_plan',
  };
}

type Entrance = 'in' | 'stranger' | 'outdated';

/** Takes on the role for the rest of the session if the login may and the tables are the newest. */
async function enter(sql: Sql, as: StoreRole): Promise<Entrance> {
  await sql.unsafe('RESET ROLE');
  const role = roleNames[as];
  const [found] = await sql`
    SELECT pg_has_role(current_user, oid, 'MEMBER') AS member FROM pg_roles WHERE rolname = ${role}`;
  if (found?.['member'] !== true) return 'stranger';
  try {
    await sql.unsafe(`SET ROLE ${role}`);
    return (await versionOf(sql)) === schemaVersion && (await hasRights(sql, as)) ? 'in' : 'outdated';
  } catch (error) {
    if (codeOf(error) === '42501') return 'outdated';
    throw error;
  }
}

async function hasRights(sql: Sql, as: StoreRole): Promise<boolean> {
  const [row] = await sql`
    SELECT has_table_privilege(e.oid, 'SELECT') AND has_table_privilege(h.oid, 'SELECT') AND (${as} = 'reader' OR
      (has_table_privilege(e.oid, 'INSERT') AND has_column_privilege(h.oid, 'size', 'UPDATE') AND has_column_privilege(h.oid, 'append', 'UPDATE'))) AS enough
    FROM pg_class e, pg_class h WHERE e.oid = to_regclass('event') AND h.oid = to_regclass('head')`;
  // Missing tables are told by name when their shape is looked at.
  return row === undefined || row['enough'] === true;
}

async function complete(url: string, refusal: LedgerError): Promise<void> {
  const errorOf = (error: unknown): LedgerError => {
    if (codeOf(error) === '42501') return refusal;
    return codeOf(error) === '25006' ? new LedgerError('STORE_UNAVAILABLE', readOnlySentence) : storeError(error);
  };
  const owner = new Connections(url, { max: 1, settings: visitor, answerWithin: migrateWithin, errorOf });
  try {
    await owner.transaction(migrate);
  } finally {
    await owner.close();
  }
}

function refusalOf(entrance: 'stranger' | 'outdated', as: StoreRole): LedgerError {
  if (entrance === 'stranger')
    return new LedgerError('STORE_UNAVAILABLE', `its login is not a member of the role ${roleNames[as]}`);
  return new LedgerError(
    'STORE_OUTDATED',
    'this login may not make or change them; start once with the login that owns the database',
  );
}
