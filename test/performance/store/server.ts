import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { createDatabase, type EmbeddedPostgres, startEmbeddedPostgres } from '#libs/event-store';

/** The one PostgreSQL of a run: the one at `POSTGRES_URL`, else an embedded one. */
export interface Server {
  readonly version: string;
  /** A folder of the run's own. */
  readonly folder: string;
  /** The address of a fresh database. */
  database(name: string): Promise<string>;
  /** Removes every database of the run, and the server if it was started here. */
  end(): Promise<void>;
}

export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  // The database's own user must be able to pass through when root runs this.
  chmodSync(folder, 0o711);
  const given = process.env['POSTGRES_URL'];
  const embedded = given ? undefined : await startRoomy(join(folder, 'postgres'));
  const url = given ?? (await embedded?.url('postgres')) ?? '';
  const made: string[] = [];
  const end = async (): Promise<void> => {
    signals.forEach((signal) => process.off(signal, interrupted));
    if (embedded) await embedded.stop();
    else
      await ask(url, (sql) => Promise.all(made.map((name) => sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`)));
    rmSync(folder, { recursive: true, force: true });
  };
  // An embedded server outlives the process that started it; an interrupted run takes it along.
  const interrupted = (): void => void end().finally(() => process.exit(130));
  signals.forEach((signal) => process.once(signal, interrupted));
  const version = await ask(url, durableVersion).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    version,
    folder,
    database: async (name) => {
      const database = `bench_${name.replaceAll('-', '_')}_${process.pid}_${Date.now().toString(36)}`;
      await createDatabase(url, database);
      made.push(database);
      return Object.assign(new URL(url), { pathname: `/${database}` }).href;
    },
    end,
  };
}

/** An embedded server with room for the connections of all contenders at once, which its default of 100 has not. */
async function startRoomy(folder: string): Promise<EmbeddedPostgres> {
  const first = await startEmbeddedPostgres(folder);
  await ask(await first.url('postgres'), (sql) => sql`ALTER SYSTEM SET max_connections = 200`);
  await first.stop();
  return startEmbeddedPostgres(folder);
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** The server's version. Throws when a commit could be answered before it is on disk: such figures would be of something else. */
async function durableVersion(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`
    SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS commit`;
  if (row?.['fsync'] === 'off' || row?.['commit'] === 'off') throw new Error('turn fsync and synchronous_commit on');
  return String(row?.['version']);
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}
