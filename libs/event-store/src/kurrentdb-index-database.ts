import type { Row, Sql } from 'postgres';
import { Connections } from '#libs/postgres';
import { storeError } from './postgres-errors.js';

/** Its number goes up when its form changes: what it holds follows from the ledger and is made again beside the old. */
export const table = 'event_index_1';

// Under a lock, because two processes that make the same table at once stumble over each other.
const create = `
  SELECT pg_advisory_xact_lock(${0x1ed6e8});
  CREATE TABLE IF NOT EXISTS ${table} (
    position bigint  NOT NULL PRIMARY KEY,
    stream   text    NOT NULL COLLATE "C",
    revision integer NOT NULL,
    id       uuid    NOT NULL UNIQUE,
    UNIQUE (stream, revision)
  )`;

/** In milliseconds. */
const answerWithin = 30_000;

const settings = {
  application_name: 'ledger-event-index',
  jit: 'off',
  enable_seqscan: 'off',
  statement_timeout: String(answerWithin),
};

/** The database of the index. Every error of the driver comes out as STORE_UNAVAILABLE or INTERNAL. */
export class IndexDatabase {
  private constructor(private readonly connections: Connections) {}

  static async open(url: string): Promise<IndexDatabase> {
    const database = new IndexDatabase(new Connections(url, { max: 4, settings, answerWithin, errorOf: storeError }));
    try {
      await database.transaction((transaction) => transaction.unsafe(create));
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  ask(text: string, parameters: readonly (string | number)[] = []): Promise<readonly Row[]> {
    return this.connections.ask((sql) => sql.unsafe(text, [...parameters], { prepare: true }));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.connections.transaction(work);
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}
