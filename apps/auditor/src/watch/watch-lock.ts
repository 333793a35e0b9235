import { mkdir } from 'node:fs/promises';

import { type FolderLock, holdFolder } from '#libs/files';
import { LedgerError } from '#libs/ledger';

/**
 * Keeps the folder of a watch, which is made where there is none, for this one alone: two would each go on from what the other accepted.
 * What a killed watch left behind does not count. Returns the release; throws `FOLDER_IN_USE` while another watch has the folder,
 * `CONFIGURATION` when it cannot be written to.
 */
export async function holdWatched(folder: string): Promise<() => Promise<void>> {
  const lock = await held(folder);
  if ('release' in lock) return lock.release;
  const other = `process ${lock.heldBy || 'unknown'} watches in ${folder} already; name another folder with --keep`;
  throw new LedgerError('FOLDER_IN_USE', other);
}

async function held(folder: string): Promise<FolderLock> {
  try {
    await mkdir(folder, { recursive: true });
    return await holdFolder(folder, 'watching');
  } catch (cause) {
    throw new LedgerError('CONFIGURATION', `${folder}: it cannot be written to`, { cause });
  }
}
