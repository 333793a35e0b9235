import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const prefix = 'ledger-test-';
const temporary = 'tmp';

/**
 * Before a run: a folder of its own for the services of the run (they start when first asked for), and in it one for whatever else is put
 * among temporary files, by tests or the programs they start; what killed runs left is ended.
 */
export default async function setup() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const owner = Number(read(join(tmpdir(), name, 'owner')));
    if (owner > 0 && !isAlive(owner)) await endServices(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'owner'), String(process.pid));
  process.env['LEDGER_TEST_RUN'] = folder;
  process.env['TMPDIR'] = join(folder, temporary);
  mkdirSync(process.env['TMPDIR'], { mode: 0o711 });
}

/** Ends the PostgreSQL servers and the Kafka brokers of a run, as far as any were started, and removes the run's folder. */
export async function endServices(folder) {
  for (const name of listed(folder).filter((entry) => entry.startsWith('kafka-'))) endBrokers(join(folder, name));
  const homes = listed(join(folder, temporary)).map((name) => join(folder, temporary, name, 'home'));
  for (const home of [folder, ...homes]) await endPostgres(join(home, 'postgres', 'data', 'postmaster.pid'), folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

async function endPostgres(file, folder) {
  const pid = Number(read(file).split('\n')[0]);
  // The number may have been given to another program since; where the system tells, only our own server is ended.
  const command = read(`/proc/${pid}/cmdline`);
  if (pid > 0 && isAlive(pid) && (command === '' || command.includes(folder))) {
    process.kill(pid, 'SIGINT');
    for (let i = 0; i < 3000 && read(file) !== ''; i++) await pause(10);
  }
}

/** A suite ends its own; what is still there belonged to one that was killed, and has nothing to save. */
function endBrokers(folder) {
  for (const name of listed(folder)) {
    const pid = Number(read(join(folder, name, 'broker.pid')));
    if (pid > 0 && isAlive(pid) && read(`/proc/${pid}/cmdline`).includes(folder)) process.kill(pid, 'SIGKILL');
  }
}

function listed(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
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
