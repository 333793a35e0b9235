import { Injectable } from '@nestjs/common';
import type { Sql } from 'postgres';

import { LedgerError, type RecordedEvent } from '#libs/ledger';

import { actorRows } from './actor-rows.js';
import { type LetterRow, letterRows, lettersOf, pageRows, type StreamRow } from './page-rows.js';
import { ViewsDatabase } from './views-database.js';

/** How far the views have been folded: the next position, and the event before it. */
export interface Cursor {
  readonly next: number;
  readonly lastId: string | null;
}

/** Folds pages of events into the views. */
@Injectable()
export class ViewsRecorder {
  constructor(private readonly database: ViewsDatabase) {}

  cursor(): Promise<Cursor> {
    return this.database.query(readCursor);
  }

  /**
   * Records a page and moves the cursor in one transaction. Throws VIEWS_UNAVAILABLE, with nothing changed, when the views do not stand at
   * the page's first position, because another follower was faster or they were thrown away.
   */
  record(events: readonly RecordedEvent[]): Promise<void> {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) return Promise.resolve();
    return this.database.transaction(async (sql) => {
      const moved = await sql`
        UPDATE cursor SET next = ${last.position + 1}, last_id = ${last.id} WHERE next = ${first.position}`;
      if (moved.count !== 1) throw new LedgerError('VIEWS_UNAVAILABLE', 'the views were moved by another follower');
      await recordEvents(sql, events);
      await recordLetters(sql, events);
      await recordActors(sql, events);
    });
  }

  rebuild(): Promise<void> {
    return this.database.rebuild();
  }
}

async function readCursor(sql: Sql): Promise<Cursor> {
  const [row] = await sql`SELECT next, last_id FROM cursor`;
  const lastId: unknown = row?.['last_id'];
  return { next: Number(row?.['next'] ?? 0), lastId: typeof lastId === 'string' ? lastId : null };
}

// Each table takes its rows as one JSON parameter: a round trip each, whatever the page's size.
async function recordEvents(sql: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const names = [...new Set(events.map(({ stream }) => stream))];
  const before = await sql<StreamRow[]>`
    SELECT name, public, label FROM stream WHERE name = ANY (${textArray(names)}::text[])`;
  const rows = pageRows(events, before);
  await sql`
    INSERT INTO event (position, id, stream, revision, type, version, "on", time, role, ps, label, facts)
    SELECT position, id, stream, revision, type, version, "on", time, role, ps, label, facts
    FROM jsonb_to_recordset(${JSON.stringify(rows.events)}::text::jsonb)
      AS row (position bigint, id uuid, stream text, revision integer, type text, version integer, "on" text, time text,
        role text, ps text, label text, facts jsonb)`;
  await sql`
    INSERT INTO stream (name, public, label)
    SELECT name, public, label
    FROM jsonb_to_recordset(${JSON.stringify(rows.streams)}::text::jsonb) AS row (name text, public boolean, label text)
    ON CONFLICT (name) DO UPDATE SET public = excluded.public, label = excluded.label`;
  await sql`
    INSERT INTO file_stream (code, stream, since)
    SELECT code, stream, since
    FROM jsonb_to_recordset(${JSON.stringify(rows.fileStreams)}::text::jsonb) AS row (code text, stream text, since bigint)
    ON CONFLICT DO NOTHING`;
}

async function recordLetters(sql: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const touched = lettersOf(events);
  if (touched.length === 0) return;
  const found = await sql<LetterRow[]>`
    SELECT stream, label, open, obligations FROM letter WHERE stream = ANY (${textArray(touched)}::text[])`;
  const letters = letterRows(events, new Map(found.map((row) => [row.stream, row])));
  await sql`
    INSERT INTO letter (stream, label, open, obligations)
    SELECT stream, label, open, obligations
    FROM jsonb_to_recordset(${JSON.stringify(letters)}::text::jsonb)
      AS row (stream text, label text, open boolean, obligations jsonb)
    ON CONFLICT (stream) DO UPDATE SET label = excluded.label, open = excluded.open, obligations = excluded.obligations`;
}

async function recordActors(sql: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const { actors, mentions } = actorRows(events);
  if (actors.length > 0)
    await sql`
      INSERT INTO actor (id, stream, kind, name, since)
      SELECT id, stream, kind, name, since
      FROM jsonb_to_recordset(${JSON.stringify(actors)}::text::jsonb)
        AS row (id text, stream text, kind text, name text, since bigint)
      ON CONFLICT (id, stream) DO UPDATE SET kind = excluded.kind, name = excluded.name`;
  if (mentions.length > 0)
    await sql`
      INSERT INTO mention (letter, stream, since)
      SELECT letter, stream, since
      FROM jsonb_to_recordset(${JSON.stringify(mentions)}::text::jsonb) AS row (letter text, stream text, since bigint)
      ON CONFLICT DO NOTHING`;
}

/** Stream names hold no quote, comma or brace. */
const textArray = (names: readonly string[]): string => `{${names.join(',')}}`;
