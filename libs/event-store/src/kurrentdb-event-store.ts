import { equalBytes } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { ArrivalBell } from './arrival-bell.js';
import { type AppendOutcome, type Entry, EventStore, pageSize } from './event-store.js';
import { parseKurrentAddress } from './kurrentdb-address.js';
import { KurrentBell } from './kurrentdb-bell.js';
import { columnsOf, LedgerIndex } from './kurrentdb-index.js';
import { IndexDatabase, table } from './kurrentdb-index-database.js';
import { refuseUnusable } from './kurrentdb-opening.js';
import { readScattered } from './kurrentdb-scattered.js';
import { LedgerStream } from './kurrentdb-stream.js';
import { arrayText, quoted } from './postgres-rows.js';

export interface KurrentOptions {
  /** `postgres://` address of the database that holds the index of streams and event ids. */
  readonly indexUrl: string;
  /** The stream that holds the ledger; `ledger` unless told. */
  readonly stream?: string;
  /** How long `follow` trusts silence before it looks for itself, in milliseconds; 500 unless told. */
  readonly pollEvery?: number;
  /** How long an answer of KurrentDB is waited for, in milliseconds; 10,000 unless told. */
  readonly answerWithin?: number;
}

/**
 * Opens the event store in a stream of a KurrentDB, `kurrentdb://…`. Throws CONFIGURATION (address, credentials, TLS),
 * STORE_UNAVAILABLE, or STORE_FOREIGN when the stream is not a ledger's or is set to lose events.
 */
export async function openKurrentEventStore(url: string, options: KurrentOptions): Promise<EventStore> {
  const { indexUrl, stream: name = 'ledger', pollEvery = 500, answerWithin = 10_000 } = options;
  const address = parseKurrentAddress(url);
  const stream = new LedgerStream(address, name, answerWithin);
  const closing: (() => Promise<void>)[] = [() => stream.close()];
  try {
    await refuseUnusable(address, { name, answerWithin });
    await stream.refuseForeign();
    const database = await IndexDatabase.open(indexUrl);
    closing.push(() => database.close());
    const index = new LedgerIndex(stream, database);
    await index.refuseOther();
    return new KurrentEventStore(
      { stream, index, database, bell: (ring) => new KurrentBell(address.connection, name, ring) },
      pollEvery,
    );
  } catch (error) {
    await Promise.all(closing.map((close) => close()));
    throw error;
  }
}

interface Parts {
  readonly bell: (ring: () => void) => KurrentBell;
  readonly stream: LedgerStream;
  readonly index: LedgerIndex;
  readonly database: IndexDatabase;
}

class KurrentEventStore extends EventStore {
  readonly #arrivals = new ArrivalBell();
  readonly #bell: KurrentBell;
  readonly #stream: LedgerStream;
  readonly #index: LedgerIndex;
  /** Appends the server has not answered yet, in the order of the calls. */
  readonly #underWay: Promise<AppendOutcome>[] = [];
  #closed = false;

  constructor(
    private readonly parts: Parts,
    private readonly pollEvery: number,
  ) {
    super();
    this.#stream = parts.stream;
    this.#index = parts.index;
    this.#bell = parts.bell(() => this.#arrivals.ring());
  }

  override get closed(): boolean {
    return this.#closed;
  }

  override async append(expectedSize: number, entries: readonly Entry[]): Promise<AppendOutcome> {
    this.#refuseClosed();
    if (entries.some(({ position }, index) => position !== expectedSize + index)) {
      throw new LedgerError('INTERNAL', 'an append must continue the positions of the ledger');
    }
    if (entries.length === 0) return 'done';
    const turn = this.#behind(this.#underWay.at(-1), () => this.#append(expectedSize, entries));
    this.#underWay.push(turn);
    return turn.finally(() => this.#underWay.splice(this.#underWay.indexOf(turn), 1));
  }

  /** The server cannot tie an append to the one before it, so they go one by one, and what was called behind one that failed fails. */
  async #behind(
    before: Promise<AppendOutcome> | undefined,
    append: () => Promise<AppendOutcome>,
  ): Promise<AppendOutcome> {
    const outcome = await before?.catch(() => 'moved');
    return outcome === undefined || outcome === 'done' ? append() : 'moved';
  }

  async #append(expectedSize: number, entries: readonly Entry[]): Promise<AppendOutcome> {
    if (await this.#isKnown(expectedSize, entries)) return 'known';
    await this.#stream.append(expectedSize, entries);
    // Taken or not, what stands there decides: the server calls an append of other bytes under the same ids a repetition and a success.
    const there = await this.#stream.read(expectedSize, entries.length);
    if (there.length !== entries.length || !there.every((entry, index) => isSame(entry, entries[index])))
      return 'moved';
    void this.#index.take(there);
    this.#arrivals.ring();
    return 'done';
  }

  override async lacks(): Promise<string | undefined> {
    try {
      await Promise.all([this.size(), this.#index.positions(`SELECT position FROM ${table} LIMIT 0`, [], 0)]);
      return undefined;
    } catch (error) {
      return (error as LedgerError).message;
    }
  }

  override async size(): Promise<number> {
    this.#refuseClosed();
    return this.#stream.size();
  }

  override async last(): Promise<Entry | undefined> {
    this.#refuseClosed();
    return this.#stream.last();
  }

  override async read(from: number, limit: number): Promise<Entry[]> {
    this.#refuseClosed();
    return this.#stream.read(from, limit);
  }

  override readStream(stream: string, fromRevision: number, limit: number): Promise<Entry[]> {
    const query = `SELECT position FROM ${table} WHERE stream = $1 AND revision >= $2::bigint ORDER BY revision LIMIT $3`;
    return this.#indexed(query, [stream, fromRevision, limit], (entry) => entry.stream === stream);
  }

  override async readStreams(streams: readonly string[], limit: number): Promise<Entry[]> {
    if (streams.length === 0) return [];
    const each = `SELECT * FROM ${table} AS held WHERE held.stream = wanted.stream ORDER BY revision LIMIT $2`;
    const query = `
      SELECT entry.position FROM unnest($1::text[]) AS wanted(stream), LATERAL (${each}) AS entry
      ORDER BY entry.stream, entry.revision`;
    const parameters = [arrayText(streams.map(quoted)), limit];
    return this.#indexed(query, parameters, (entry) => streams.includes(entry.stream));
  }

  override async find(ids: readonly string[]): Promise<Entry[]> {
    if (ids.length === 0) return [];
    const query = `SELECT position FROM ${table} WHERE id = ANY($1::uuid[]) ORDER BY position`;
    return this.#indexed(query, [arrayText(ids)], (entry) => ids.includes(entry.id));
  }

  override async *follow(from: number, signal: AbortSignal): AsyncIterable<readonly Entry[]> {
    this.#refuseClosed();
    this.#bell.start();
    let next = from;
    while (!signal.aborted && !this.#closed) {
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
    await Promise.all([this.#bell.stop(), this.#stream.close(), this.parts.database.close()]);
  }

  /** A page for a follower: none while the server cannot be reached, so that following outlives its restart. */
  async #page(from: number): Promise<Entry[]> {
    try {
      return await this.read(from, pageSize);
    } catch (error) {
      if (this.#closed || (error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE')) return [];
      throw error;
    }
  }

  /**
   * An id, or a revision of a stream, is recorded once, which KurrentDB does not know of. What stands from the expected size on does not
   * count: then the append is a repetition, or the ledger has moved.
   */
  async #isKnown(expectedSize: number, entries: readonly Entry[]): Promise<boolean> {
    const [streams, revisions, ids] = columnsOf(entries);
    const [known, held] = await Promise.all([
      this.#index.positions(`SELECT position FROM ${table} WHERE id = ANY($1::uuid[])`, [ids], expectedSize),
      this.#index.positions(
        `SELECT position FROM unnest($1::text[], $2::integer[]) AS place(in_stream, at), LATERAL
           (SELECT position FROM ${table} WHERE stream = in_stream AND revision = at LIMIT 1) AS held`,
        [streams, revisions],
        expectedSize,
      ),
    ]);
    const recorded = (position: number): boolean => position < expectedSize;
    if (known.some(recorded)) return true;
    const places = new Set(entries.map(({ stream, revision }) => `${stream} ${revision}`));
    const different = new Set(entries.map(({ id }) => id));
    if (places.size === entries.length && different.size === entries.length && !held.some(recorded)) return false;
    throw new LedgerError('INTERNAL', 'an id or a revision of a stream would be recorded twice');
  }

  async #indexed(query: string, parameters: (string | number)[], asked: (entry: Entry) => boolean): Promise<Entry[]> {
    this.#refuseClosed();
    const positions = await this.#index.positions(query, parameters);
    const entries = await readScattered(this.#stream, positions);
    if (entries.length === positions.length && entries.every(asked)) return entries;
    throw new LedgerError('STORE_FOREIGN', 'the index is not that of this ledger; start again to have it made anew');
  }

  #refuseClosed(): void {
    if (this.#closed) throw new LedgerError('STORE_UNAVAILABLE', 'it has been closed');
  }
}

function isSame(a: Entry, b: Entry | undefined): boolean {
  if (b === undefined || a.id !== b.id || a.kid !== b.kid) return false;
  return (['payload', 'signature', 'boxes', 'disclosures', 'req'] as const).every((name) => {
    const [one, other] = [a[name], b[name]];
    return one === null || other === null ? one === other : equalBytes(one, other);
  });
}
