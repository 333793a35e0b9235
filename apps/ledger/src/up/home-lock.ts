import { holdFolder } from '#libs/files';
import { LedgerError } from '#libs/ledger';

/**
 * Keeps a ledger's folder for this process alone: two that serve from it would share the guard and end each other's database. What a killed
 * process left behind does not count. Returns the release; throws `FOLDER_IN_USE` while another process has the folder.
 */
export async function holdHome(home: string): Promise<() => Promise<void>> {
  const lock = await holdFolder(home, 'serving');
  if ('release' in lock) return lock.release;
  throw new LedgerError('FOLDER_IN_USE', `process ${lock.heldBy || 'unknown'} serves the ledger in ${home} already`);
}
