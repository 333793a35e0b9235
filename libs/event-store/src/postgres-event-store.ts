import postgres, { type Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { Arrivals } from './arrivals.js';
import { type AppendOutcome, type Entry, EventStore, pageSize } from './event-store.js';
import { PostgresPool } from './postgres-pool.js';
import { arrayText, columns, pack, quoted, type RawRow, unpack } from './postgres-rows.js';
import { demandDurability, migrate } from './postgres-schema.js';

export interface PostgresOptions {
  /** `unchecked` accepts a server without fsync or synchronous commit; for tests only. */
  readonly durability?: 'required' | 'unchecked';
  /** How long `follow` trusts silence before it looks for itself, in milliseconds; 500 unless told. */
  readonly pollEvery?: number;
}

const channel = 'ledger_event';

// One statement is one transaction and one round trip: when the head has moved, the update finds no row and nothing is inserted.
const appendStatement = `
  WITH moved AS (UPDATE head SET size = size + $2::integer WHERE size = $1::bigint RETURNING size),
  added AS (
    INSERT INTO event (${columns})
    SELECT $1::bigint + entry.n - 1, entry.stream, entry.revision, entry.id,
      substring(blob FROM entry.start FOR entry.payload), entry.kid,
      substring(blob FROM entry.start + entry.payload FOR entry.signature),
      substring(blob FROM entry.start + entry.payload + entry.signature FOR entry.boxes),
      substring(blob FROM entry.start + entry.payload + entry.signature + coalesce(entry.boxes, 0) FOR entry.disclosures),
      substring(blob FROM entry.start + entry.payload + entry.signature + coalesce(entry.boxes, 0) + coalesce(entry.disclosures, 0)
        FOR entry.req)
    FROM moved, (SELECT decode($3::text, 'base64') AS blob OFFSET 0) AS bytes,
      unnest($4::text[], $5::integer[], $6::uuid[], $7::text[], $8::integer[], $9::integer[], $10::integer[], $11::integer[],
        $12::integer[], $13::integer[]) WITH ORDINALITY
        AS entry(stream, revision, id, kid, start, payload, signature, boxes, disclosures, req, n)
  )
  SELECT pg_notify('${channel}', '') FROM moved`;

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
  const appends = new PostgresPool(() => connect(url, 1));
  const pools = { appends, reads: new PostgresPool(() => connect(url, 4)), hints: connect(url, 1) };
  try {
    if (options.durability !== 'unchecked') await appends.ask(demandDurability);
    await appends.ask(migrate);
    return new PostgresEventStore(pools, options.pollEvery ?? 500);
  } catch (error) {
    await closeAll(pools);
    throw error;
  }
}

interface Pools {
  readonly appends: PostgresPool;
  readonly reads: PostgresPool;
  /** For notifications; made again by the driver, and never asked anything else. */
  readonly hints: Sql;
}

async function closeAll({ appends, reads, hints }: Pools): Promise<void> {
  await Promise.all([appends.close(), reads.close(), hints.end({ timeout: 5 })]);
}

class PostgresEventStore extends EventStore {
  readonly #arrivals = new Arrivals();
  #listening = false;
  #closed = false;

  constructor(
    private readonly pools: Pools,
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
    const { blob, streams, revisions, ids, kids, starts, lengths } = pack(entries);
    const fixed = [expectedSize, entries.length, blob, streams, revisions, ids, kids, starts];
    const rows = await this.pools.appends.ask((sql) =>
      sql.unsafe(appendStatement, [...fixed, ...lengths], { prepare: true }),
    );
    if (rows.length === 0) return 'moved';
    this.#arrivals.ring();
    return 'done';
  }

  override async size(): Promise<number> {
    const [row] = await this.pools.reads.ask((sql) => sql`SELECT size FROM head`);
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
    const each = `SELECT * FROM event WHERE event.stream = wanted.stream ORDER BY revision LIMIT $2`;
    return this.#rows(
      `SELECT ${columns.replace('stream', 'entry.stream')} FROM unnest($1::text[]) AS wanted(stream), LATERAL (${each}) AS entry
       ORDER BY entry.stream, revision`,
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
    while (!signal.aborted) {
      const seen = this.#arrivals.count;
      const page = await this.#page(next);
      if (page.length > 0) yield page;
      next += page.length;
      if (page.length < pageSize) await this.#arrivals.wait(seen, this.pollEvery, signal);
    }
  }

  override async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#arrivals.ring();
    await closeAll(this.pools);
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
    this.pools.hints
      .listen(
        channel,
        () => this.#arrivals.ring(),
        () => this.#arrivals.ring(),
      )
      .catch(() => (this.#listening = false));
  }

  #entries(condition: string, parameters: (string | number)[]): Promise<Entry[]> {
    return this.#rows(`SELECT ${columns} FROM event ${condition}`, parameters);
  }

  async #rows(text: string, parameters: (string | number)[]): Promise<Entry[]> {
    const rows = await this.pools.reads.ask((sql) => sql.unsafe(text, parameters, { prepare: true }).raw());
    return (rows as unknown as RawRow[]).map(unpack);
  }
}
