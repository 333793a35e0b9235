import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import type { StoreRole } from './postgres-roles.js';

/** What a store demands of the server it works on. */
export interface Terms {
  readonly as: StoreRole;
  /** `unchecked` accepts a server without fsync or synchronous commit; for tests only. */
  readonly durability: 'required' | 'unchecked';
}

const settingsQuery = `
  SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_commit') AS synchronous_commit, current_setting('synchronous_standby_names') AS standbys,
    current_setting('transaction_read_only') AS read_only`;

type Settings = Readonly<Record<string, unknown>>;

/**
 * Throws STORE_UNSAFE when what this session is told was recorded could be lost again, and STORE_UNAVAILABLE when a writer cannot write here.
 * @returns the level of `synchronous_commit` that a writer's sessions are to hold on to
 */
export async function demandServer(sql: Pick<Sql, 'unsafe'>, terms: Terms): Promise<'on' | 'remote_apply'> {
  const [settings = {}] = await sql.unsafe<Settings[]>(settingsQuery);
  if (terms.durability === 'required') refuseUnsafe(settings, terms.as);
  if (terms.as === 'writer' && settings['read_only'] === 'on')
    throw new LedgerError('STORE_UNAVAILABLE', readOnlySentence);
  return settings['synchronous_commit'] === 'remote_apply' ? 'remote_apply' : 'on';
}

export const readOnlySentence =
  'nothing can be recorded there, because it is a replica or default_transaction_read_only is on';

function refuseUnsafe(settings: Settings, as: StoreRole): void {
  for (const name of ['fsync', 'full_page_writes'])
    if (settings[name] === 'off') throw new LedgerError('STORE_UNSAFE', `${name} is off; turn it on`);
  // What a reader's session would wait for does not matter: it commits nothing.
  if (as === 'reader') return;
  const commit = String(settings['synchronous_commit']);
  if (commit === 'off') throw new LedgerError('STORE_UNSAFE', 'synchronous_commit is off; turn it on');
  if (settings['standbys'] !== '' && (commit === 'local' || commit === 'remote_write')) {
    const what = `synchronous_commit is ${commit}, so that nothing is waited for until the synchronous standby has it on disk`;
    throw new LedgerError('STORE_UNSAFE', `${what}; set it to on or remote_apply`);
  }
}
