import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LedgerError } from '#libs/ledger';

const waitLimit = 60_000;

/** Waits until no other process prepares a server in this folder; a lock whose process is dead does not count. Returns its release. */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'starting');
  const deadline = Date.now() + waitLimit;
  while (Date.now() < deadline) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw unusable(error);
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
      else await pause(20);
    }
  }
  throw new LedgerError(
    'STORE_UNAVAILABLE',
    'another process has been starting PostgreSQL in the same folder for a minute',
  );
}

const unusable = (error: unknown): LedgerError =>
  new LedgerError('STORE_UNAVAILABLE', `the folder of the database cannot be used: ${(error as Error).message}`);

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
