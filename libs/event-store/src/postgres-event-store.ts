import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { Arrivals } from './arrivals.js';
import { type AppendOutcome, type Entry, EventStore, pageSize } from './event-store.js';
import { appendStatement, channel } from './postgres-append.js';
import { knownId, storeError } from './postgres-errors.js';
import { arrayText, quoted, type RawRow, selected, unpack } from './postgres-rows.js';
import { demandDurability, migrate } from './postgres-schema.js';

export interface PostgresOptions {
  /** `unchecked` accepts a server without fsync or synchronous commit; for tests only. */
  readonly durability?: 'required' | 'unchecked';
  /** How long `follow` trusts silence before it looks for itself, in milliseconds; 500 unless told. */
  readonly pollEvery?: number;
}

const connect = (url: string, max: number): Sql =>
  postgres(url, {
    max,
    connect_timeout: 5,
    // Short, so that a restarted server is found again at once; callers decide how long to go on trying.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: 'ledger-event-store',
      jit: false,
      // Every query here is answered by an index; a plan made while the tables were small must not scan them when they have grown.
      enable_seqscan: false,
      plan_cache_mode: 'force_generic_plan',
    },
  });

/**
 * Opens the event store in a PostgreSQL database, creating its tables in an empty one. Throws STORE_UNAVAILABLE, STORE_UNSAFE (fsync or
 * synchronous_commit off) or STORE_FOREIGN (something else's database, or a newer release's).
 */
export async function openPostgresEventStore(url: string, options: PostgresOptions = {}): Promise<EventStore> {
  const appends = connect(url, 1);
  const reads = connect(url, 4);
  try {
    if (options.durability !== 'unchecked') await demandDurability(appends);
    await migrate(appends);
    return new PostgresEventStore(appends, reads, options.pollEvery ?? 500);
  } catch (error) {
    await Promise.all([appends.end({ timeout: 1 }), reads.end({ timeout: 1 })]);
    throw storeError(error);
  }
}

class PostgresEventStore extends EventStore {
  readonly #arrivals = new Arrivals();
  /** Tokens of the appends the server has not answered yet, in the order they were sent. */
  readonly #underWay: string[] = [];
  #listening = false;
  #closed = false;

  constructor(
    private readonly appends: Sql,
    private readonly reads: Sql,
    private readonly pollEvery: number,
  ) {
    super();
  }

  override get closed(): boolean {
    return this.#closed;
  }

  override async append(expectedSize: number, entries: readonly Entry[]): Promise<AppendOutcome> {
    if (entries.some(({ position }, index) => position !== expectedSize + index)) {
      throw new LedgerError('INTERNAL', 'an append must continue the positions of the ledger');
    }
    if (entries.length === 0) return 'done';
    const [token, behind = null] = [randomUUID(), this.#underWay.at(-1)];
    this.#underWay.push(token);
    const { text, parameters } = appendStatement(expectedSize, entries, { token, behind });
    const outcome = await this.#ask(() =>
      this.appends.unsafe(text, parameters, { prepare: true }).then(
        (rows): AppendOutcome => (rows.length === 0 ? 'moved' : 'done'),
        (error: unknown): AppendOutcome => knownId(error),
      ),
    ).finally(() => this.#underWay.splice(this.#underWay.indexOf(token), 1));
    if (outcome === 'done') this.#arrivals.ring();
    return outcome;
  }

  override async size(): Promise<number> {
    const [row] = await this.#ask(() => this.reads`SELECT size FROM head`);
    return Number(row?.['size']);
  }

  override async last(): Promise<Entry | undefined> {
    const [entry] = await this.#entries('ORDER BY position DESC LIMIT 1', []);
    return entry;
  }

  override read(from: number, limit: number): Promise<Entry[]> {
    return this.#entries('WHERE position >= $1 ORDER BY position LIMIT $2', [from, limit]);
  }

  override readStream(stream: string, fromRevision: number, limit: number): Promise<Entry[]> {
    return this.#entries('WHERE stream = $1 AND revision >= $2 ORDER BY revision LIMIT $3', [
      stream,
      fromRevision,
      limit,
    ]);
  }

  override async readStreams(streams: readonly string[], limit: number): Promise<Entry[]> {
    if (streams.length === 0) return [];
    const each = `SELECT * FROM event WHERE stream = wanted.name ORDER BY revision LIMIT $2`;
    return this.#rows(
      `SELECT ${selected} FROM unnest($1::text[]) AS wanted(name), LATERAL (${each}) AS entry ORDER BY stream, revision`,
      [arrayText(streams.map(quoted)), limit],
    );
  }

  override async find(ids: readonly string[]): Promise<Entry[]> {
    if (ids.length === 0) return [];
    return this.#entries('WHERE id = ANY($1::uuid[]) ORDER BY position', [arrayText(ids)]);
  }

  override async *follow(from: number, signal: AbortSignal): AsyncIterable<readonly Entry[]> {
    this.#listen();
    let next = from;
    let look = this.#look(next);
    while (!signal.aborted) {
      const [seen, page] = await look;
      next += page.length;
      const full = page.length === pageSize;
      if (full) look = this.#look(next);
      if (page.length > 0) yield page;
      if (full) continue;
      await this.#arrivals.wait(seen, this.pollEvery, signal);
      look = this.#look(next);
    }
  }

  override async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#arrivals.ring();
    await Promise.all([this.appends.end({ timeout: 5 }), this.reads.end({ timeout: 5 })]);
  }

  /** A page for a follower, with the arrivals counted before it was asked for. */
  #look(from: number): Promise<[number, Entry[]]> {
    const seen = this.#arrivals.count;
    const look = this.#page(from).then((page): [number, Entry[]] => [seen, page]);
    // A follower that stops never asks for what it looked at ahead.
    look.catch(() => undefined);
    return look;
  }

  /** A page for a follower: none while the server cannot be reached, so that following outlives its restart. */
  async #page(from: number): Promise<Entry[]> {
    try {
      return await this.read(from, pageSize);
    } catch (error) {
      if (!this.#closed && error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE') return [];
      throw error;
    }
  }

  /** Notifications are a hint that saves waiting; when they fail, `follow` still looks for itself. */
  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.reads
      .listen(
        channel,
        () => this.#arrivals.ring(),
        () => this.#arrivals.ring(),
      )
      .catch(() => (this.#listening = false));
  }

  #entries(condition: string, parameters: (string | number)[]): Promise<Entry[]> {
    return this.#rows(`SELECT ${selected} FROM event ${condition}`, parameters);
  }

  async #rows(text: string, parameters: (string | number)[]): Promise<Entry[]> {
    const rows = await this.#ask(() => this.reads.unsafe(text, parameters, { prepare: true }).raw());
    return (rows as unknown as RawRow[]).map(unpack);
  }

  async #ask<T>(query: () => PromiseLike<T>): Promise<T> {
    if (this.#closed) throw new LedgerError('STORE_UNAVAILABLE', 'it has been closed');
    try {
      return await query();
    } catch (error) {
      throw storeError(error);
    }
  }
}
