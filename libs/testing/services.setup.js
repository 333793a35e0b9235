import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const prefix = 'ledger-test-';

/** Before a run: a folder of its own for the services of the run (they start when first asked for); what killed runs left is ended. */
export default async function setup() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number(read(join(tmpdir(), name, 'owner')));
    if (owner > 0 && !isAlive(owner)) await endServices(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'owner'), String(process.pid));
  process.env['LEDGER_TEST_RUN'] = folder;
}

/** Ends the PostgreSQL server of a run, if one was started, and removes the run's folder. */
export async function endServices(folder) {
  const file = join(folder, 'postgres', 'data', 'postmaster.pid');
  const pid = Number(read(file).split('\n')[0]);
  // The number may have been given to another program since; where the system tells, only our own server is ended.
  const command = read(`/proc/${pid}/cmdline`);
  if (pid > 0 && isAlive(pid) && (command === '' || command.includes(folder))) {
    process.kill(pid, 'SIGINT');
    for (let i = 0; i < 3000 && read(file) !== ''; i++) await pause(10);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
