import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { type Entry, pageSize } from './event-store.js';
import { type IndexDatabase, table } from './kurrentdb-index-database.js';
import type { LedgerStream } from './kurrentdb-stream.js';
import { arrayText, quoted } from './postgres-rows.js';

// Nothing is added to an index that does not reach up to the page, so that the highest position says how far it is complete.
const add = `
  INSERT INTO ${table} (position, stream, revision, id)
  SELECT $1::bigint + entry.n - 1, entry.stream, entry.revision, entry.id
  FROM unnest($2::text[], $3::integer[], $4::uuid[]) WITH ORDINALITY AS entry(stream, revision, id, n)
  WHERE $1::bigint = 0 OR EXISTS (SELECT FROM ${table} WHERE position = $1::bigint - 1)
  ON CONFLICT DO NOTHING`;

const cursor = `SELECT coalesce(max(position) + 1, 0) AS next FROM ${table}`;

/**
 * Which positions of the ledger belong to a stream or an id: what KurrentDB, asked about one stream only, cannot tell. It follows from the
 * ledger, several processes may extend it at once, and each answer is complete up to the end of the ledger at the time of the question.
 */
export class LedgerIndex {
  /** Up to where this process knows the index to be complete. */
  #next: number | undefined;
  /** A pass that has not begun. */
  #pass: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly stream: LedgerStream,
    private readonly database: IndexDatabase,
  ) {}

  /** Empties an index that was made of another ledger than this one, such as one restored from a backup. */
  async refuseOther(): Promise<void> {
    const [last] = await this.database.ask(`SELECT position, id FROM ${table} ORDER BY position DESC LIMIT 1`);
    if (last === undefined) return;
    const [entry] = await this.stream.read(Number(last['position']), 1);
    if (entry?.id !== last['id']) await this.database.ask(`TRUNCATE ${table}`);
  }

  /** Takes in what was just read from the ledger, when it is what comes next. Never throws: whoever asks reads it from the ledger, too. */
  async take(entries: readonly Entry[]): Promise<void> {
    const add = async (): Promise<void> => {
      if (entries[0]?.position === this.#next) await this.#add(entries);
    };
    await this.#inTurn(add).catch(() => undefined);
  }

  /**
   * Positions that a query over the index gives, in its order. The index is complete up to `size`, or up to the end of the ledger at the
   * time of the question.
   */
  async positions(query: string, parameters: readonly (string | number)[], size = Infinity): Promise<number[]> {
    for (;;) {
      await this.#last;
      if ((this.#next ?? 0) < size) await this.#catchUp();
      const known = this.#next ?? 0;
      const text = `SELECT (${cursor}) AS next, ARRAY(${query})::text AS found`;
      const [row] = await this.database.ask(text, parameters);
      const next = Number(row?.['next']);
      if (next >= known) return positionsIn(row?.['found']);
      // Somebody has emptied it under us.
      this.#next = next;
    }
  }

  /** What was appended before the call is in the index afterwards; all who ask before a pass begins share it. */
  #catchUp(): Promise<void> {
    return (this.#pass ??= this.#inTurn(() => {
      this.#pass = undefined;
      return this.#extend();
    }));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #extend(): Promise<void> {
    this.#next ??= await this.#cursor();
    for (;;) {
      const from: number = this.#next;
      const page = await this.stream.read(from, pageSize);
      if (page.length > 0) await this.#add(page);
      if (this.#next === from + page.length && page.length < pageSize) return;
    }
  }

  async #cursor(): Promise<number> {
    const [row] = await this.database.ask(cursor);
    return Number(row?.['next']);
  }

  /** One transaction a page: all of it or nothing, so that an event that has no place in the index is noticed by every reader. */
  async #add(page: readonly Entry[]): Promise<void> {
    const from = page[0]?.position ?? 0;
    const to = from + page.length;
    try {
      await this.database.transaction(async (sql) => {
        await sql.unsafe(add, [from, ...columnsOf(page)], { prepare: true });
        if ((await heldBetween(sql, from, to)) < page.length) throw notAll(from);
      });
      this.#next = to;
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'STORE_FOREIGN') throw error;
      const next = await this.#cursor();
      if (next >= from) throw error;
      // Somebody has emptied it under us, so that the page had nothing to follow on.
      this.#next = next;
    }
  }
}

const notAll = (from: number): LedgerError =>
  new LedgerError('STORE_FOREIGN', `an event from ${from} on has the id or the place of an earlier one`);

async function heldBetween(sql: Sql, from: number, to: number): Promise<number> {
  const text = `SELECT count(*) AS held FROM ${table} WHERE position >= $1 AND position < $2`;
  const [row] = await sql.unsafe(text, [from, to], { prepare: true });
  return Number(row?.['held']);
}

/** Streams, revisions and ids of entries, as parameters. */
export const columnsOf = (entries: readonly Entry[]): [string, string, string] => [
  arrayText(entries.map(({ stream }) => quoted(stream))),
  arrayText(entries.map(({ revision }) => revision)),
  arrayText(entries.map(({ id }) => id)),
];

/** PostgreSQL's text of an array of numbers. */
const positionsIn = (text: unknown): number[] =>
  String(text)
    .slice(1, -1)
    .split(',')
    .filter((item) => item !== '')
    .map(Number);
