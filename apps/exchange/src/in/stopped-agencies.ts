import type { Sql } from 'postgres';

import { Connections } from '#libs/postgres';

import { progressError } from '../progress-error.js';

/** A table that changes its meaning gets a schema of its own beside the one that older processes use. */
const schema = 'receiving_1';

// Any fixed number; services that start together take turns under it.
const buildLock = 0x1ed6ed;

/**
 * The agencies whose submissions are not taken until somebody has looked, beside how far each topic has got: what is stopped stays so over a
 * restart, and for every exchange of the ledger. Every method throws PROGRESS_UNAVAILABLE.
 */
export class StoppedAgencies {
  private constructor(private readonly connections: Connections) {}

  /** Opens it, creating its table when it is not there. */
  static async open(url: string): Promise<StoppedAgencies> {
    const connections = new Connections(url, {
      max: 2,
      answerWithin: 10_000,
      errorOf: progressError,
      settings: { application_name: 'ledger-exchange', search_path: schema, jit: 'off' },
    });
    try {
      await connections.transaction(build);
      return new StoppedAgencies(connections);
    } catch (error) {
      await connections.close();
      throw error;
    }
  }

  /** How many of its last 100 were invalid when it was stopped, for each agency that is. */
  async all(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.connections.ask(
      (sql) => sql<{ readonly agency: string; readonly invalid: number }[]>`SELECT agency, invalid FROM stopped`,
    );
    return new Map(rows.map(({ agency, invalid }) => [agency, invalid]));
  }

  async stop(agency: string, invalid: number): Promise<void> {
    await this.connections.ask(
      (sql) => sql`INSERT INTO stopped (agency, invalid) VALUES (${agency}, ${invalid}) ON CONFLICT DO NOTHING`,
    );
  }

  async resume(agency: string): Promise<void> {
    await this.connections.ask((sql) => sql`DELETE FROM stopped WHERE agency = ${agency}`);
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}

async function build(sql: Sql): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${buildLock})`;
  const found = await sql`SELECT FROM pg_namespace WHERE nspname = ${schema}`;
  if (found.length > 0) return;
  await sql.unsafe(`CREATE SCHEMA ${schema}`);
  await sql.unsafe(`
    CREATE TABLE stopped (
      agency  text        NOT NULL COLLATE "C" PRIMARY KEY,
      invalid integer     NOT NULL,
      at      timestamptz NOT NULL DEFAULT now()
    )`);
}
