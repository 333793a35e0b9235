import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { createDatabase, startEmbeddedPostgres } from '#libs/event-store';

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
  const embedded = given ? undefined : await startEmbeddedPostgres(join(folder, 'postgres'));
  const url = given ?? (await embedded?.url('postgres')) ?? '';
  const made: string[] = [];
  return {
    version: await ask(url, async (sql) => String((await sql`SHOW server_version`)[0]?.['server_version'])),
    folder,
    database: async (name) => {
      const database = `bench_${name.replaceAll('-', '_')}_${process.pid}_${Date.now().toString(36)}`;
      await createDatabase(url, database);
      made.push(database);
      return Object.assign(new URL(url), { pathname: `/${database}` }).href;
    },
    end: async () => {
      if (embedded) await embedded.stop();
      else await ask(url, (sql) => Promise.all(made.map((name) => sql`DROP DATABASE ${sql(name)} WITH (FORCE)`)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}
