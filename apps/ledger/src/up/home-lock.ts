import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LedgerError } from '#libs/ledger';

/** Another process may take or leave the folder while we look; more often than this it does not. */
const mostTries = 10;

/**
 * Keeps a ledger's folder for this process alone: two that serve from it would share the guard and end each other's database. What a killed
 * process left behind does not count. Returns the release; throws `CONFIGURATION` while another process has the folder.
 */
export async function holdHome(home: string): Promise<() => Promise<void>> {
  const lock = join(home, 'serving');
  const [own, mine] = [`${lock}.${process.pid}`, await holderText(process.pid)];
  await writeFile(own, mine);
  try {
    for (let turn = 0; turn < mostTries; turn++) {
      if (await linked(own, lock)) return () => rm(lock, { force: true });
      const holder = await readFile(lock, 'utf8').catch(() => undefined);
      if (holder === undefined) continue;
      if (await serves(holder, mine)) throw taken(holder);
      await setAside(lock, holder);
    }
  } finally {
    await rm(own, { force: true });
  }
  throw taken('');
}

/** Whether the lock is ours now: a link is made whole or not at all, and never over one that is there. */
async function linked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead process's lock; one that somebody else has put in its place meanwhile is put back. */
async function setAside(lock: string, expected: string): Promise<void> {
  const aside = `${lock}.${process.pid}.aside`;
  try {
    await rename(lock, aside);
    if ((await readFile(aside, 'utf8')) !== expected) await linked(aside, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function serves(holder: string, mine: string): Promise<boolean> {
  const pid = Number(holder.split(' ')[0]);
  return holder !== mine && pid > 0 && isAlive(pid) && holder === (await holderText(pid));
}

/** Process id and, where the system tells, when that process began: after a restart of the machine the id is another program's. */
async function holderText(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold blanks; the start time is the 20th field behind it (proc(5)).
  const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${began}\n`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const taken = (holder: string): LedgerError =>
  new LedgerError('CONFIGURATION', {
    path: 'LEDGER_HOME',
    reason: `process ${holder.split(' ')[0] || 'unknown'} serves the ledger in this folder already`,
  });
