import postgres, { type Row, type RowList, type Sql, type TransactionSql } from 'postgres';
import { PostgresPool } from './postgres-pool.js';

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

const connect = (url: string): Sql =>
  postgres(url, {
    max: 4,
    connect_timeout: 5,
    // Short, so that a restarted server is found again at once; callers decide how long to go on trying.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: 'ledger-event-index',
      jit: false,
      enable_seqscan: false,
      statement_timeout: 30_000,
    },
  });

/** The database of the index. Every error of the driver comes out as STORE_UNAVAILABLE or INTERNAL. */
export class IndexDatabase {
  private constructor(private readonly pool: PostgresPool) {}

  static async open(url: string): Promise<IndexDatabase> {
    const database = new IndexDatabase(new PostgresPool(() => connect(url)));
    try {
      await database.transaction((transaction) => transaction.unsafe(create));
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  ask(text: string, parameters: readonly (string | number)[] = []): Promise<RowList<Row[]>> {
    return this.pool.ask((sql) => sql.unsafe(text, [...parameters], { prepare: true }));
  }

  transaction<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> {
    return this.pool.ask(async (sql) => (await sql.begin(work)) as T);
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
