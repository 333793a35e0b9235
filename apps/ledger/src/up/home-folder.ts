import { access, chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { LedgerError } from '#libs/ledger';

const about =
  'Everything of one allegation ledger: keys, guard, documents and the embedded database. Lose it and the ledger is lost.\n';

/**
 * Makes the ledger's folder and answers with its absolute path. The database's own user must be able to pass through it; what is secret in
 * it is readable for its owner only. Throws `CONFIGURATION` when it cannot be used.
 */
export async function prepareHome(configured: string): Promise<string> {
  const home = resolve(configured);
  try {
    await mkdir(home, { recursive: true, mode: 0o711 });
    await chmod(home, 0o711);
    await writeFile(resolve(home, 'README.txt'), about);
  } catch (cause) {
    throw unusable('the folder cannot be made or written', cause);
  }
  if (process.getuid?.() === 0) await refuseShut(dirname(home));
  return home;
}

/**
 * The absolute path of a folder that a ledger was served from; makes and writes nothing. `embedded`: its events lie in the database in the
 * folder, so that this must be there as well. Throws `CONFIGURATION` when there is none.
 */
export async function standingHome(configured: string, { embedded }: { readonly embedded: boolean }): Promise<string> {
  const home = resolve(configured);
  await access(embedded ? join(home, 'postgres', 'data') : home).catch(() => {
    throw noLedgerIn(home);
  });
  return home;
}

export const noLedgerIn = (home: string): LedgerError => unusable(`there is no ledger in ${home}`);

/** As root the database runs as a user of its own (PostgreSQL refuses root), who must reach the folder. */
async function refuseShut(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0)
    throw unusable(`the database's own user cannot pass through ${folder}: give it mode 711, or choose another folder`);
  if (dirname(folder) !== folder) await refuseShut(dirname(folder));
}

const unusable = (reason: string, cause?: unknown): LedgerError =>
  new LedgerError('CONFIGURATION', { path: 'LEDGER_HOME', reason }, { cause });
