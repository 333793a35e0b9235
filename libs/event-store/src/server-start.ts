import { setTimeout as pause } from 'node:timers/promises';
import { type FolderLock, holdFolder } from '#libs/files';
import { LedgerError } from '#libs/ledger';

const waitLimit = 60_000;

/** Waits until nobody else prepares a server in this folder. Returns the release; throws STORE_UNAVAILABLE after a minute. */
export async function holdServerStart(folder: string): Promise<() => Promise<void>> {
  const deadline = Date.now() + waitLimit;
  while (Date.now() < deadline) {
    const lock: FolderLock = await holdFolder(folder, 'starting').catch((error: unknown) => {
      throw unusable(error);
    });
    if ('release' in lock) return lock.release;
    await pause(20);
  }
  throw new LedgerError(
    'STORE_UNAVAILABLE',
    'another process has been starting PostgreSQL in the same folder for a minute',
  );
}

const unusable = (error: unknown): LedgerError =>
  new LedgerError('STORE_UNAVAILABLE', `the folder of the database cannot be used: ${(error as Error).message}`);
