import { randomUUID } from 'node:crypto';
import { LedgerError } from '#libs/ledger';
import { Connections, Line } from '#libs/postgres';
import { ArrivalBell } from './arrival-bell.js';
import { type AppendOutcome, type Entry, EventStore, pageSize } from './event-store.js';
import { LatestAppends } from './latest-appends.js';
import { appendStatement, channel } from './postgres-append.js';
import { AppendGate } from './postgres-append-gate.js';
import { admit } from './postgres-door.js';
import { knownId, refuseAllButNoText, storeError } from './postgres-errors.js';
import { Hints } from './postgres-hints.js';
import type { StoreRole } from './postgres-roles.js';
import {
  arrayText,
  leafQuery,
  leavesOf,
  payloadAsBytes,
  payloadAsText,
  quoted,
  type RawRow,
  type RowForm,
  unpack,
} from './postgres-rows.js';
import { demandServer, type Terms } from './postgres-server.js';

export interface PostgresOptions {
  /** Which rights its connections have: `writer` unless told. A reader can append nothing. */
  readonly as?: StoreRole;
  /** `unchecked` accepts a server without fsync or synchronous commit; for tests only. */
  readonly durability?: 'required' | 'unchecked';
  /** How long `follow` trusts silence before it looks for itself, in milliseconds; 500 unless told. */
  readonly pollEvery?: number;
  /** How long an answer is waited for before the server counts as unreachable, in milliseconds; 10,000 unless told. */
  readonly answerWithin?: number;
}

/**
 * Opens the event store in a PostgreSQL database, creating its tables and roles in an empty one if the login may. Throws STORE_UNAVAILABLE,
 * STORE_UNSAFE (what is recorded could be lost again), STORE_FOREIGN (something else's database, or a newer release's) or STORE_OUTDATED
 * (an older release's, and the login may not change it).
 */
export async function openPostgresEventStore(url: string, options: PostgresOptions = {}): Promise<EventStore> {
  const { as = 'writer', durability = 'required', pollEvery = 500, answerWithin = 10_000 } = options;
  const terms = { as, durability };
  const settings = await admit(url, terms, answerWithin);
  return new PostgresEventStore(url, { terms, pollEvery, answerWithin, settings });
}

interface Conduct {
  readonly terms: Terms;
  readonly pollEvery: number;
  readonly answerWithin: number;
  readonly settings: Readonly<Record<string, string>>;
}

class PostgresEventStore extends EventStore {
  readonly #arrivals = new ArrivalBell();
  readonly #latest = new LatestAppends();
  /** The appends the server has not answered yet, in the order they were sent, each with the size that the ledger has after it. */
  readonly #underWay: { readonly token: string; readonly size: number }[] = [];
  readonly #gate: AppendGate;
  readonly #appends: Connections;
  readonly #reads: Connections;
  readonly #hints: Hints;
  #closed = false;

  constructor(
    url: string,
    private readonly conduct: Conduct,
  ) {
    super();
    const { terms, answerWithin, settings } = conduct;
    const common = { settings, answerWithin, errorOf: storeError };
    this.#gate = new AppendGate(terms);
    this.#appends = new Connections(url, { ...common, max: 1, onLoss: () => this.#gate.doubt() });
    this.#reads = new Connections(url, { ...common, max: 4 });
    // Of what was appended here followers have been told already, or will be once it is answered, which needs no look at the server. Until
    // then somebody else's entry may be taken for it: they hear of that with the answer, or when they next look for themselves.
    const onNotify = (size: string): void => {
      const told = Math.max(this.#latest.end, this.#underWay.at(-1)?.size ?? 0);
      if (!(Number.parseInt(size, 10) <= told)) this.#arrivals.ring();
    };
    const listening = (onLoss: () => void): Line => new Line(url, { max: 1, settings, onNotify, onLoss });
    this.#hints = new Hints(listening, channel, () => this.#arrivals.ring());
  }

  override get closed(): boolean {
    return this.#closed;
  }

  override async append(expectedSize: number, entries: readonly Entry[]): Promise<AppendOutcome> {
    if (entries.some(({ position }, index) => position !== expectedSize + index)) {
      throw new LedgerError('INTERNAL', 'an append must continue the positions of the ledger');
    }
    if (entries.length === 0) return 'done';
    const mine = { token: randomUUID(), size: expectedSize + entries.length };
    const place = { token: mine.token, behind: this.#underWay.at(-1)?.token ?? null };
    const { text, parameters } = appendStatement(expectedSize, entries, place);
    this.#underWay.push(mine);
    try {
      const outcome = await this.#gate.through(this.#appends, entries, (sql) =>
        sql
          .unsafe(text, parameters, { prepare: true })
          .then((rows): AppendOutcome => (rows.length === 0 ? 'moved' : 'done'), knownId),
      );
      if (outcome === 'done') this.#latest.add(entries);
      return outcome;
    } finally {
      this.#underWay.splice(this.#underWay.indexOf(mine), 1);
      // Whatever came of it: meanwhile, somebody else's may have been taken for it.
      this.#arrivals.ring();
    }
  }

  override async size(): Promise<number> {
    const [row] = await this.#reads.ask((sql) => sql`SELECT size FROM head`);
    return Number(row?.['size']);
  }

  override async lacks(): Promise<string | undefined> {
    try {
      await this.#reads.ask((sql) => demandServer(sql, this.conduct.terms));
      return this.#gate.complaint;
    } catch (error) {
      this.#gate.doubt();
      return (error as LedgerError).message;
    }
  }

  override async last(): Promise<Entry | undefined> {
    const [entry] = await this.#entries('ORDER BY position DESC LIMIT 1', []);
    return entry;
  }

  override read(from: number, limit: number): Promise<Entry[]> {
    return this.#entries('WHERE position >= $1 ORDER BY position LIMIT $2', [from, limit]);
  }

  override async leaves(from: number, limit: number): Promise<Uint8Array[]> {
    const rows = await this.#reads.ask((sql) => sql.unsafe(leafQuery, [from, limit], { prepare: true }).raw());
    const [row] = rows as unknown as RawRow[];
    return row === undefined ? [] : leavesOf(row);
  }

  override readStream(stream: string, fromRevision: number, limit: number): Promise<Entry[]> {
    return this.#entries('WHERE stream = $1 AND revision >= $2::bigint ORDER BY revision LIMIT $3', [
      stream,
      fromRevision,
      limit,
    ]);
  }

  override async readStreams(streams: readonly string[], limit: number): Promise<Entry[]> {
    if (streams.length === 0) return [];
    const each = `SELECT * FROM event WHERE stream = wanted.name ORDER BY revision LIMIT $2`;
    const from = `unnest($1::text[]) AS wanted(name), LATERAL (${each}) AS entry`;
    const found = await this.#rows(from, [arrayText(streams.map(quoted)), limit]);
    return found.sort((a, b) => (a.stream === b.stream ? a.revision - b.revision : a.stream < b.stream ? -1 : 1));
  }

  override async find(ids: readonly string[]): Promise<Entry[]> {
    if (ids.length === 0) return [];
    const found = await this.#entries('WHERE id = ANY($1::uuid[])', [arrayText(ids)]);
    // Sorted here: asked to, the server might walk the positions from the beginning instead of looking the ids up.
    return found.sort((a, b) => a.position - b.position);
  }

  override async *follow(from: number, signal: AbortSignal): AsyncIterable<readonly Entry[]> {
    this.#hints.start();
    let next = from;
    let look = this.#look(next, signal);
    while (!signal.aborted && !this.#closed) {
      const [seen, page] = await look;
      next += page.length;
      const full = page.length === pageSize;
      if (full) look = this.#look(next, signal);
      if (page.length > 0) yield page;
      if (full) continue;
      await this.#arrivals.wait(seen, this.conduct.pollEvery, signal);
      look = this.#look(next, signal);
    }
  }

  override async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#arrivals.ring();
    await Promise.all([this.#appends.close(), this.#reads.close(), this.#hints.end()]);
  }

  /** A page for a follower, with the arrivals counted before it was asked for. */
  #look(from: number, signal: AbortSignal): Promise<[number, readonly Entry[]]> {
    const seen = this.#arrivals.count;
    const look = this.#page(from, signal).then((page): [number, readonly Entry[]] => [seen, page]);
    // A follower that stops never asks for what it looked at ahead.
    look.catch(() => undefined);
    return look;
  }

  /** A page for a follower: none while the server cannot be reached, so that following outlives its restart, or once it is to end. */
  async #page(from: number, signal: AbortSignal): Promise<readonly Entry[]> {
    const latest = this.#latest.from(from);
    if (latest.length > 0) return latest.slice(0, pageSize);
    try {
      return await this.read(from, pageSize);
    } catch (error) {
      if (signal.aborted || this.#closed) return [];
      if (error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE') return [];
      throw error;
    }
  }

  #entries(condition: string, parameters: (string | number)[]): Promise<Entry[]> {
    return this.#rows(`event ${condition}`, parameters);
  }

  #rows(from: string, parameters: (string | number)[]): Promise<Entry[]> {
    return this.#reads.ask(async (sql) => {
      const rowsIn = async (form: RowForm): Promise<Entry[]> => {
        const entries: Entry[] = [];
        const query = sql.unsafe(`SELECT ${form.selected} FROM ${from}`, parameters, { prepare: true }).raw();
        // One by one: after an error in the middle of a list, the driver would begin the next list with what was left of this one.
        await query.forEach((row) => entries.push(unpack(row, form)));
        return entries;
      };
      return rowsIn(payloadAsText).catch((error: unknown) => {
        refuseAllButNoText(error);
        return rowsIn(payloadAsBytes);
      });
    });
  }
}
