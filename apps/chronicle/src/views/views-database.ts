import type { Sql } from 'postgres';

import { LedgerError } from '#libs/ledger';
import { Connections } from '#libs/postgres';

/**
 * The version of all views together. A changed view gets a new version, which is built from position 0 in a schema of its own beside the
 * one that older processes still read. What stands here can always be thrown away and made again from the event store.
 */
const viewsVersion = 4;

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
  CREATE TABLE actor (
    id     text   NOT NULL COLLATE "C",
    stream text   NOT NULL COLLATE "C",
    kind   text   NOT NULL,
    name   text   NOT NULL,
    since  bigint NOT NULL,
    PRIMARY KEY (id, stream)
  );
  CREATE TABLE mention (
    letter text   NOT NULL COLLATE "C",
    stream text   NOT NULL COLLATE "C",
    since  bigint NOT NULL,
    PRIMARY KEY (letter, stream)
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
    private readonly connections: Connections,
    private readonly schema: string,
  ) {}

  /** Opens the views, creating this version's empty tables when they are not there. Throws VIEWS_UNAVAILABLE. */
  static async open(url: string, version = viewsVersion): Promise<ViewsDatabase> {
    const schema = `chronicle_${version}`;
    const connections = new Connections(url, {
      max: 4,
      answerWithin: 10_000,
      errorOf: viewsError,
      settings: { application_name: 'ledger-chronicle', search_path: schema, jit: 'off' },
    });
    const database = new ViewsDatabase(connections, schema);
    try {
      await database.transaction((sql) => database.build(sql));
    } catch (error) {
      await connections.close();
      throw error;
    }
    return database;
  }

  /** Runs queries; a driver's error becomes VIEWS_UNAVAILABLE without its parameters, which may be confidential. */
  query<T>(ask: (sql: Sql) => PromiseLike<T>): Promise<T> {
    return this.connections.ask(ask);
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.connections.transaction(work);
  }

  /** Throws every view away, so that they are made again from position 0. */
  async rebuild(): Promise<void> {
    await this.transaction(async (sql) => {
      await sql.unsafe(`DROP SCHEMA ${this.schema} CASCADE`);
      await this.build(sql);
    });
  }

  async close(): Promise<void> {
    await this.connections.close();
  }

  private async build(sql: Sql): Promise<void> {
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
