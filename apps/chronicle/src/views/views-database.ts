import postgres, { type Sql, type TransactionSql } from 'postgres';

import { LedgerError } from '#libs/ledger';

/**
 * The version of all views together. A changed view gets a new version, which is built from position 0 in a schema of its own beside the
 * one that older processes still read. What stands here can always be thrown away and made again from the event store.
 */
const viewsVersion = 2;

const tables = `
  CREATE TABLE cursor (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    next    bigint  NOT NULL,
    last_id uuid
  );
  INSERT INTO cursor (next) VALUES (0);
  CREATE TABLE event (
    position bigint  NOT NULL PRIMARY KEY,
    id       uuid    NOT NULL UNIQUE,
    stream   text    NOT NULL COLLATE "C",
    revision integer NOT NULL,
    type     text    NOT NULL,
    version  integer NOT NULL,
    "on"     text    NOT NULL,
    time     text    NOT NULL COLLATE "C",
    role     text    NOT NULL,
    ps       text,
    label    text,
    facts    jsonb
  );
  CREATE INDEX event_stream ON event (stream, position);
  CREATE INDEX event_time ON event (time, position);
  CREATE TABLE stream (
    name   text    NOT NULL COLLATE "C" PRIMARY KEY,
    public boolean NOT NULL,
    label  text
  );
  CREATE TABLE file_stream (
    code   text   NOT NULL COLLATE "C",
    stream text   NOT NULL COLLATE "C",
    since  bigint NOT NULL,
    PRIMARY KEY (code, stream)
  );
  CREATE TABLE letter (
    stream      text    NOT NULL COLLATE "C" PRIMARY KEY,
    label       text,
    open        boolean NOT NULL,
    obligations jsonb   NOT NULL
  );
  CREATE INDEX letter_open ON letter (stream) WHERE open;`;

// Any fixed number; services that start together take turns under it.
const buildLock = 0x1ed6e8;

/** The views in a PostgreSQL database of their own. */
export class ViewsDatabase {
  private constructor(
    private readonly client: Sql,
    private readonly schema: string,
  ) {}

  /** Opens the views, creating this version's empty tables when they are not there. Throws VIEWS_UNAVAILABLE. */
  static async open(url: string, version = viewsVersion): Promise<ViewsDatabase> {
    const schema = `chronicle_${version}`;
    const client = postgres(url, {
      max: 4,
      connect_timeout: 5,
      backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
      fetch_types: false,
      onnotice: () => undefined,
      connection: { application_name: 'ledger-chronicle', search_path: schema, jit: false },
    });
    const database = new ViewsDatabase(client, schema);
    try {
      await database.transaction((sql) => database.build(sql));
    } catch (error) {
      await client.end({ timeout: 1 });
      throw error;
    }
    return database;
  }

  /** Runs queries; a driver's error becomes VIEWS_UNAVAILABLE without its parameters, which may be confidential. */
  async query<T>(ask: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await ask(this.client);
    } catch (error) {
      throw viewsError(error);
    }
  }

  async transaction<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> {
    return this.query(async (client) => (await client.begin(work)) as T);
  }

  /** Throws every view away, so that they are made again from position 0. */
  async rebuild(): Promise<void> {
    await this.transaction(async (sql) => {
      await sql.unsafe(`DROP SCHEMA ${this.schema} CASCADE`);
      await this.build(sql);
    });
  }

  async close(): Promise<void> {
    await this.client.end({ timeout: 5 });
  }

  private async build(sql: TransactionSql): Promise<void> {
    await sql`SELECT pg_advisory_xact_lock(${buildLock})`;
    const found = await sql`SELECT FROM pg_namespace WHERE nspname = ${this.schema}`;
    if (found.length > 0) return;
    await sql.unsafe(`CREATE SCHEMA ${this.schema}`);
    await sql.unsafe(tables);
  }
}

function viewsError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const { code, message, constraint_name: constraint } = error as Record<string, unknown>;
  if (typeof code === 'string' && /^(22|23|42)/.test(code) && code.length === 5)
    return new LedgerError('INTERNAL', `the views database refused a statement (${code} ${String(constraint ?? '')})`);
  return new LedgerError('VIEWS_UNAVAILABLE', String(code ?? message ?? 'no answer'));
}
