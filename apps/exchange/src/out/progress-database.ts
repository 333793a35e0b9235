import type { Sql } from 'postgres';

import { Connections } from '#libs/postgres';

import { progressError } from '../progress-error.js';
import type { StreamProgress } from './stream-progress.js';

/** A table that changes its meaning gets a schema of its own beside the one that older processes use. */
const schema = 'exchange_1';

const tables = `
  CREATE TABLE topic (
    name       text    NOT NULL COLLATE "C" PRIMARY KEY,
    next       bigint  NOT NULL DEFAULT 0,
    last_id    uuid,
    sent       bigint  NOT NULL DEFAULT 0,
    rule       text    NOT NULL,
    generation bigint  NOT NULL DEFAULT 0,
    rebuilt_by text
  );
  CREATE TABLE stream (
    topic     text    NOT NULL COLLATE "C",
    name      text    NOT NULL COLLATE "C",
    next      integer NOT NULL,
    last      bigint,
    open      boolean NOT NULL,
    published boolean NOT NULL,
    waits_for jsonb   NOT NULL,
    PRIMARY KEY (topic, name)
  );
  CREATE INDEX stream_waiting ON stream (topic) WHERE waits_for <> '[]';`;

// Any fixed number; services that start together take turns under it.
const buildLock = 0x1ed6ec;

/** How far one topic has got. */
export interface TopicProgress {
  readonly topic: string;
  /** The position to go on from. */
  readonly next: number;
  /** Id of the event before it, by which another history is noticed. */
  readonly lastId: string | undefined;
  /** How many messages the brokers have acknowledged since the topic was last rebuilt: at least so many are on it. */
  readonly sent: number;
  /** Counts rebuilds: what was begun before one may not be saved after it. */
  readonly generation: number;
}

interface StreamRow extends Omit<StreamProgress, 'last'> {
  readonly last: string | null;
}

/** How far each topic has got, in a PostgreSQL database of its own. Every method throws PROGRESS_UNAVAILABLE. */
export class ProgressDatabase {
  private constructor(private readonly connections: Connections) {}

  /** Opens it, creating its tables when they are not there. */
  static async open(url: string): Promise<ProgressDatabase> {
    const connections = new Connections(url, {
      max: 4,
      answerWithin: 10_000,
      errorOf: progressError,
      settings: { application_name: 'ledger-exchange', search_path: schema, jit: 'off' },
    });
    try {
      await connections.transaction(build);
      return new ProgressDatabase(connections);
    } catch (error) {
      await connections.close();
      throw error;
    }
  }

  /**
   * Where a topic stands. Under another rule than it was filled by it starts again from position 0 with every stream closed, but remembers
   * what it has sent: what the new rule opens is sent from there on, and nothing twice.
   */
  async topic(topic: string, rule: string): Promise<TopicProgress> {
    return this.connections.transaction(async (sql) => {
      await sql`INSERT INTO topic (name, rule) VALUES (${topic}, ${rule}) ON CONFLICT DO NOTHING`;
      const changed = await sql`
        UPDATE topic SET rule = ${rule}, next = 0, last_id = NULL, generation = generation + 1
        WHERE name = ${topic} AND rule <> ${rule} RETURNING name`;
      if (changed.length > 0) await sql`UPDATE stream SET open = false, waits_for = '[]' WHERE topic = ${topic}`;
      const [row] = await sql`SELECT next, last_id, sent, generation FROM topic WHERE name = ${topic}`;
      return {
        topic,
        next: Number(row?.['next']),
        lastId: (row?.['last_id'] as string | null) ?? undefined,
        sent: Number(row?.['sent']),
        generation: Number(row?.['generation']),
      };
    });
  }

  /** Progress of these streams on a topic, and of all that wait. */
  async streams(topic: string, names: readonly string[]): Promise<Map<string, StreamProgress>> {
    const rows = await this.connections.ask(
      (sql) => sql<StreamRow[]>`
        SELECT name AS stream, next, last, open, published, waits_for AS "waitsFor" FROM stream
        WHERE topic = ${topic} AND (name = ANY (${textArray(names)}::text[]) OR waits_for <> '[]')`,
    );
    return new Map(rows.map((row) => [row.stream, { ...row, last: row.last === null ? undefined : Number(row.last) }]));
  }

  /** Saves an advance whole or not at all. Answers `false` when the topic has moved or been rebuilt meanwhile. */
  async save(before: TopicProgress, after: TopicProgress, streams: readonly StreamProgress[]): Promise<boolean> {
    const { topic, generation } = before;
    return this.connections.transaction(async (sql) => {
      const moved = await sql`
        UPDATE topic SET next = ${after.next}, last_id = ${after.lastId ?? null}, sent = ${after.sent}
        WHERE name = ${topic} AND next = ${before.next} AND generation = ${generation} RETURNING name`;
      if (moved.length > 0 && streams.length > 0) await saveStreams(sql, topic, streams);
      return moved.length > 0;
    });
  }

  /** Forgets everything that was sent to a topic, so that all of it is sent again; asked again under the same key, nothing. */
  async rebuild(topic: string, key: string): Promise<void> {
    await this.connections.transaction(async (sql) => {
      const done = await sql`
        UPDATE topic SET next = 0, last_id = NULL, sent = 0, generation = generation + 1, rebuilt_by = ${key}
        WHERE name = ${topic} AND rebuilt_by IS DISTINCT FROM ${key} RETURNING name`;
      if (done.length > 0) await sql`DELETE FROM stream WHERE topic = ${topic}`;
    });
  }

  async close(): Promise<void> {
    await this.connections.close();
  }
}

async function build(sql: Sql): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${buildLock})`;
  const found = await sql`SELECT FROM pg_namespace WHERE nspname = ${schema}`;
  if (found.length > 0) return;
  await sql.unsafe(`CREATE SCHEMA ${schema}`);
  await sql.unsafe(tables);
}

async function saveStreams(sql: Sql, topic: string, streams: readonly StreamProgress[]): Promise<void> {
  const rows = streams.map(({ stream, last, waitsFor, ...more }) => ({
    ...more,
    name: stream,
    last: last ?? null,
    waits_for: waitsFor,
  }));
  await sql`
    INSERT INTO stream (topic, name, next, last, open, published, waits_for)
    SELECT ${topic}, name, next, last, open, published, waits_for
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      AS row (name text, next integer, last bigint, open boolean, published boolean, waits_for jsonb)
    ON CONFLICT (topic, name) DO UPDATE SET next = excluded.next, last = excluded.last, open = excluded.open,
      published = excluded.published, waits_for = excluded.waits_for`;
}

/** Stream names hold no quote, comma or brace; what a press release names may be anything. */
const textArray = (names: readonly string[]): string =>
  `{${names.filter((name) => /^[A-Za-z0-9_.-]+$/.test(name)).join(',')}}`;
