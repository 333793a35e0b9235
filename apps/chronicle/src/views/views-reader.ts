import { Injectable } from '@nestjs/common';

import type { EventRow, LetterRow } from './page-rows.js';
import { ViewsDatabase } from './views-database.js';

/** A place in the ledger's history. */
export interface AsOf {
  readonly position: number;
  /** Recorded at. */
  readonly time: string;
}

/** Who is reading: everything, or only the streams that everyone may read. */
export type Sight = 'everything' | 'public';

export interface EventPlace {
  readonly position: number;
  readonly stream: string;
}

export interface ActorName {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

/** Reads the views. Every method throws VIEWS_UNAVAILABLE when the database does not answer. */
@Injectable()
export class ViewsReader {
  constructor(private readonly database: ViewsDatabase) {}

  /** The last position folded; `undefined` while there is none. */
  async latest(): Promise<AsOf | undefined> {
    return this.place(
      await this.database.query((sql) => sql`SELECT position, time FROM event ORDER BY position DESC LIMIT 1`),
    );
  }

  async at(position: number): Promise<AsOf | undefined> {
    return this.place(
      await this.database.query((sql) => sql`SELECT position, time FROM event WHERE position = ${position}`),
    );
  }

  /** The largest position whose `time` is not after the instant (a UTC instant to the millisecond). */
  async upTo(instant: string): Promise<AsOf | undefined> {
    return this.place(
      await this.database.query(
        (sql) =>
          sql`SELECT position, time FROM event WHERE time <= ${instant} ORDER BY time DESC, position DESC LIMIT 1`,
      ),
    );
  }

  /** The events of an addressee's file as it was recorded at a position, by position, as far as the reader may see them now. */
  async file(code: string, position: number, sight: Sight): Promise<readonly EventRow[]> {
    const rows = await this.database.query(
      (sql) => sql<EventRow[]>`
        SELECT event.position, id, event.stream, revision, type, version, "on", time, role, ps, event.label, facts
        FROM file_stream JOIN event ON event.stream = file_stream.stream JOIN stream ON stream.name = file_stream.stream
        WHERE code = ${code} AND since <= ${position} AND event.position <= ${position}
          AND (public OR ${sight === 'everything'})
        ORDER BY event.position`,
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  /** The same of an other actor: the letters to it, and what everyone reads about them. */
  async actorFile(id: string, position: number, sight: Sight): Promise<readonly EventRow[]> {
    const rows = await this.database.query(
      (sql) => sql<EventRow[]>`
        WITH own AS (
          SELECT stream, since FROM actor WHERE id = ${id}
          UNION
          SELECT mention.stream, greatest(actor.since, mention.since)
          FROM actor JOIN mention ON mention.letter = actor.stream WHERE id = ${id})
        SELECT position, id, event.stream, revision, type, version, "on", time, role, ps, event.label, facts
        FROM event JOIN stream ON stream.name = event.stream
        WHERE event.stream IN (SELECT stream FROM own WHERE since <= ${position}) AND position <= ${position}
          AND (public OR ${sight === 'everything'})
        ORDER BY position`,
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  /** The other actors that letters were sent to, each by the name last printed for it, as far as the reader may see those letters. */
  actors(sight: Sight): Promise<readonly ActorName[]> {
    return this.database.query(
      (sql) => sql<ActorName[]>`
        SELECT DISTINCT ON (id) id, kind, actor.name FROM actor JOIN stream ON stream.name = actor.stream
        WHERE public OR ${sight === 'everything'} ORDER BY id, since DESC`,
    );
  }

  async actor(id: string, sight: Sight): Promise<ActorName | undefined> {
    const [row] = await this.database.query(
      (sql) => sql<ActorName[]>`
        SELECT id, kind, actor.name FROM actor JOIN stream ON stream.name = actor.stream
        WHERE id = ${id} AND (public OR ${sight === 'everything'}) ORDER BY since DESC LIMIT 1`,
    );
    return row;
  }

  /** Whether a stream exists as far as the reader may see. */
  async sees(stream: string, sight: Sight): Promise<boolean> {
    const rows = await this.database.query(
      (sql) => sql`SELECT FROM stream WHERE name = ${stream} AND (public OR ${sight === 'everything'})`,
    );
    return rows.length > 0;
  }

  /** Where an event stands, by its id, if the reader may see it. */
  async find(id: string, sight: Sight): Promise<EventPlace | undefined> {
    const [row] = await this.database.query(
      (sql) => sql<EventPlace[]>`
        SELECT position, stream FROM event JOIN stream ON name = stream
        WHERE id = ${id} AND (public OR ${sight === 'everything'})`,
    );
    return row && { ...row, position: Number(row.position) };
  }

  /** The letters with regard to which something may still be owed. */
  async openLetters(): Promise<readonly LetterRow[]> {
    return this.database.query(
      (sql) => sql<LetterRow[]>`SELECT stream, label, open, obligations FROM letter WHERE open ORDER BY stream`,
    );
  }

  async letter(stream: string): Promise<LetterRow | undefined> {
    const [row] = await this.database.query(
      (sql) => sql<LetterRow[]>`SELECT stream, label, open, obligations FROM letter WHERE stream = ${stream}`,
    );
    return row;
  }

  private place([row]: readonly Record<string, unknown>[]): AsOf | undefined {
    return row && { position: Number(row['position']), time: String(row['time']) };
  }
}
