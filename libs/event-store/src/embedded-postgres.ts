import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { isAlive as alive } from '#libs/files';
import { LedgerError } from '#libs/ledger';
import { type Identity, initialise, launch, reasonOf, serverIdentity } from './postgres-programs.js';
import { holdServerStart } from './server-start.js';

export interface EmbeddedPostgres {
  /** The address of a database on this server, which is created when it does not exist. */
  url(database: string): Promise<string>;
  /** Process id of the server. */
  readonly pid: number;
  /** Ends the server, whoever started it, and waits until it is gone. */
  stop(): Promise<void>;
}

interface Files {
  readonly data: string;
  readonly password: string;
  readonly log: string;
  /** The port it had last, taken again when it is free, so that those connected to a server that was killed find it again. */
  readonly port: string;
}

interface Running {
  readonly pid: number;
  readonly port: number;
}

export interface EmbeddedOptions {
  /** `same`: on the port it had last and on no other; otherwise on that one if it is free. */
  readonly port?: 'same';
  /** Further settings of a server that is started, for tests of what a store refuses. */
  readonly settings?: Readonly<Record<string, string>>;
}

const startLimit = 60_000;
const stopLimit = 30_000;

/**
 * A PostgreSQL server on the loopback address with its files in `folder` (`data/`, `password`, `server.log`). A server that a killed
 * process left running in that folder is adopted. Throws STORE_UNAVAILABLE with one sentence when no server can be had.
 */
export async function startEmbeddedPostgres(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const files = {
    data: join(folder, 'data'),
    password: join(folder, 'password'),
    log: join(folder, 'server.log'),
    port: join(folder, 'port'),
  };
  const identity = await serverIdentity();
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const release = await holdServerStart(folder);
  try {
    await prepareFiles(files, identity);
    const password = (await readFile(files.password, 'utf8')).trim();
    const running = (await adopt(files, password)) ?? (await start(files, password, identity, options));
    return embedded(files, password, running);
  } finally {
    await release();
  }
}

function embedded({ data }: Files, password: string, { pid, port }: Running): EmbeddedPostgres {
  const known = new Set(['postgres']);
  return {
    pid,
    url: async (database) => {
      if (!known.has(database)) await createDatabase(address(password, port, 'postgres'), database);
      known.add(database);
      return address(password, port, database);
    },
    stop: () => stop(data, pid),
  };
}

const address = (password: string, port: number, database: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/** Creates a database on the server of this address unless it exists. */
export async function createDatabase(url: string, database: string): Promise<void> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const found = await sql`SELECT FROM pg_database WHERE datname = ${database}`;
    if (found.length === 0)
      await sql`CREATE DATABASE ${sql(database)} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'`;
  } catch (error) {
    // Another process may have created it at the same moment.
    if ((error as { code?: unknown }).code === '42P04' || (error as { code?: unknown }).code === '23505') return;
    throw new LedgerError('STORE_UNAVAILABLE', `the database cannot be created: ${reasonOf(error)}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function prepareFiles({ data, password }: Files, { uid, gid }: Identity): Promise<void> {
  if (await readFile(join(data, 'PG_VERSION')).catch(() => undefined)) return;
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await chmod(password, 0o600);
  if (uid !== undefined && gid !== undefined) {
    await chown(data, uid, gid);
    await chown(password, uid, gid);
  }
  await initialise(data, password, { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) });
}

/** What the server's own `postmaster.pid` says: process id on line 1, port on line 4. */
async function registered(data: string): Promise<Running | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

async function adopt({ data }: Files, password: string): Promise<Running | undefined> {
  const deadline = Date.now() + startLimit;
  let running = await registered(data);
  while (running && alive(running.pid) && Date.now() < deadline) {
    const answer = await knock(address(password, running.port, 'postgres'));
    if (answer === 'ready') return running;
    // Nobody listens there: the process id was given to another program after a crash of the machine.
    if (answer === 'nobody') return undefined;
    await pause(50);
    running = await registered(data);
  }
  return undefined;
}

/** Whether a server answers: ready, starting up or shutting down, or nobody there. */
async function knock(url: string): Promise<'ready' | 'busy' | 'nobody'> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 5,
    backoff: () => 0,
    fetch_types: false,
    onnotice: () => undefined,
  });
  try {
    await sql`SELECT 1`;
    return 'ready';
  } catch (error) {
    return (error as { code?: unknown }).code === 'ECONNREFUSED' ? 'nobody' : 'busy';
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function start(files: Files, password: string, identity: Identity, options: EmbeddedOptions): Promise<Running> {
  const deadline = Date.now() + startLimit;
  // Retried, because the free port may be taken meanwhile and children of a killed server need a moment to go.
  while (Date.now() < deadline) {
    const last = Number(await readFile(files.port, 'utf8').catch(() => 0));
    const port = options.port === 'same' && last > 0 ? last : await freePort(last);
    await writeFile(files.port, String(port));
    const { pid, ended } = await launch({ ...files, port }, identity, options.settings);
    let running = true;
    void ended.then(() => (running = false));
    while (running && Date.now() < deadline) {
      if (
        (await registered(files.data))?.pid === pid &&
        (await knock(address(password, port, 'postgres'))) === 'ready'
      ) {
        return { pid, port };
      }
      await pause(20);
    }
    await pause(200);
  }
  const log = await readFile(files.log, 'utf8').catch(() => '');
  throw new LedgerError(
    'STORE_UNAVAILABLE',
    `PostgreSQL does not start: ${log.trim().split('\n').slice(-3).join(' ')}`,
  );
}

function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (preferred > 0 ? resolve(freePort(0)) : reject(error)));
    server.listen(preferred, '127.0.0.1', () => {
      const found = server.address();
      server.close(() => resolve(typeof found === 'object' && found ? found.port : 0));
    });
  });
}

async function stop(data: string, pid: number): Promise<void> {
  const deadline = Date.now() + stopLimit;
  const gone = async (): Promise<boolean> => (await registered(data))?.pid !== pid || !alive(pid);
  if (await gone()) return;
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is flushed.
  process.kill(pid, 'SIGINT');
  while (Date.now() < deadline) {
    if (await gone()) return;
    await pause(10);
  }
  throw new LedgerError('STORE_UNAVAILABLE', 'the embedded PostgreSQL does not end');
}
