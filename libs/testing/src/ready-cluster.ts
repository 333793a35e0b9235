import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startEmbeddedPostgres } from '#libs/event-store';

const run = promisify(execFile);

/** The databases that a ledger keeps on its embedded server. */
const databases = ['events', 'views', 'keys'] as const;

/**
 * Lays a database cluster with the empty databases of a ledger into its folder, where there is none: a copy takes a tenth of the time that
 * making one does. The first to ask for one in a run makes it.
 */
export async function layReadyCluster(home: string): Promise<void> {
  const [folder, ofRun] = [join(home, 'postgres'), process.env['LEDGER_TEST_RUN']];
  if (ofRun === undefined || existsSync(join(folder, 'data'))) return;
  const made = join(ofRun, 'cluster');
  if (!existsSync(made)) await makeCluster(ofRun, made);
  await mkdir(home, { recursive: true, mode: 0o711 });
  await mkdir(folder, { mode: 0o711 });
  // With its owner: as root the server runs as a user of its own.
  await run('cp', ['-a', join(made, 'data'), join(made, 'password'), folder]);
}

/** Appears whole or not at all: another worker may make one at the same moment. */
async function makeCluster(ofRun: string, made: string): Promise<void> {
  const draft = await mkdtemp(join(ofRun, 'cluster-'));
  await chmod(draft, 0o711);
  const server = await startEmbeddedPostgres(draft);
  for (const database of databases) await server.url(database);
  await server.stop();
  await rename(draft, made).catch(() => rm(draft, { recursive: true }));
}
