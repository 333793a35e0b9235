import { mkdir } from 'node:fs/promises';

import { type FolderLock, holdFolder } from '#libs/files';
import { LedgerError } from '#libs/ledger';

/** What is done in a folder, and how another one is named. */
const works = {
  watching: { verb: 'watches', other: 'with --keep' },
  mirroring: { verb: 'mirrors', other: 'as the second argument' },
} as const;

/**
 * Works in a folder, which is made where there is none, as the only one: two would each go on from what the other accepted. What a killed
 * one left behind does not count. Throws `FOLDER_IN_USE` while another has the folder, `CONFIGURATION` when it cannot be written to.
 */
export async function aloneIn<T>(folder: string, work: keyof typeof works, task: () => Promise<T>): Promise<T> {
  const lock = await held(folder, work);
  if ('heldBy' in lock) {
    const { verb, other } = works[work];
    const reason = `process ${lock.heldBy || 'unknown'} ${verb} in ${folder} already; name another folder ${other}`;
    throw new LedgerError('FOLDER_IN_USE', reason);
  }
  try {
    return await task();
  } finally {
    await lock.release();
  }
}

async function held(folder: string, work: string): Promise<FolderLock> {
  try {
    await mkdir(folder, { recursive: true });
    return await holdFolder(folder, work);
  } catch (cause) {
    throw new LedgerError('CONFIGURATION', `${folder}: it cannot be written to`, { cause });
  }
}
