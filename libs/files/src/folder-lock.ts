import { link, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { isThere } from './durable-file.js';
import { isAlive } from './processes.js';

/** The folder is this process's until it lets go of it, or another one's: its process id, 0 while that cannot be told. */
export type FolderLock = { readonly release: () => Promise<void> } | { readonly heldBy: number };

/** Another process may take or leave the folder while we look; more often than this it does not. */
const mostTries = 10;
const waitForOther = 20;

/** What this process holds: a lock that names it and is not here was left by another that had its id. */
const heldHere = new Set<string>();

/**
 * Holds a folder for one purpose (the name of the lock file in it) and for this caller alone among the processes of this machine. What a
 * killed process left behind does not count. The folder must be there; throws what the file system does when it cannot be written to.
 */
export async function holdFolder(folder: string, purpose: string): Promise<FolderLock> {
  const lock = join(await realpath(folder), purpose);
  if (heldHere.has(lock)) return { heldBy: process.pid };
  heldHere.add(lock);
  const holder = await holderOrNone(lock).catch((error: unknown) => {
    heldHere.delete(lock);
    throw error;
  });
  if (holder !== undefined) {
    heldHere.delete(lock);
    return { heldBy: holder };
  }
  const release = async (): Promise<void> => {
    await rm(lock, { force: true });
    heldHere.delete(lock);
  };
  return { release };
}

/**
 * Takes the lock, or gives the process that has it. A dead process's is replaced in one step, by whoever holds the lock on replacing it:
 * two could otherwise each remove what the other has just put there.
 */
async function holderOrNone(lock: string): Promise<number | undefined> {
  const [own, mine] = [`${lock}.${process.pid}`, await holderText(process.pid)];
  await writeFile(own, mine);
  try {
    let other = 0;
    for (let turn = 0; turn < mostTries; turn++) {
      if (await linked(own, lock)) return undefined;
      const holder = await readFile(lock, 'utf8').catch(() => undefined);
      if (holder === undefined) continue;
      if (await holds(holder, mine)) return Number(holder.split(' ')[0]);
      const replaced = await replace(lock, holder, own);
      if (replaced === 'by us') return undefined;
      other = replaced;
      await pause(waitForOther);
    }
    return other;
  } finally {
    await rm(own, { force: true });
  }
}

/** Whether the lock is ours now: a link is made whole or not at all, and never over one that is there. */
async function linked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  }
}

/** Puts ours in the place of a dead process's, unless another process does. */
async function replace(lock: string, dead: string, own: string): Promise<'by us' | number> {
  const replacing = `${lock}.next`;
  const other = await holderOrNone(replacing);
  if (other !== undefined) return other;
  try {
    if ((await readFile(lock, 'utf8').catch(() => undefined)) !== dead) return 0;
    await rename(own, lock);
    return 'by us';
  } finally {
    await rm(replacing, { force: true });
  }
}

async function holds(holder: string, mine: string): Promise<boolean> {
  const pid = Number(holder.split(' ')[0]);
  return holder !== mine && pid > 0 && isAlive(pid) && holder === (await holderText(pid));
}

/**
 * Process id and, where the system tells, when that process began: after a restart of the machine the id is another program's. One that was
 * killed and not yet waited for by its parent holds nothing.
 */
async function holderText(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold blanks; the state is the first field behind it, the start time the 20th (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const began = /^[ZX]/.test(fields[0] ?? '') ? 'ended' : (fields[19] ?? '');
  return `${pid} ${began}\n`;
}
