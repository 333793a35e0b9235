import { compactJwt, leafHash } from '#libs/integrity';

/** One recorded event as it is stored: the exact payload bytes of its statement with what is needed to derive the compact JWT. */
export interface Entry {
  /** Gapless from 0 over the whole ledger; the index of its leaf. */
  readonly position: number;
  readonly stream: string;
  /** Gapless from 0 within the stream. */
  readonly revision: number;
  /** `jti`, a lowercase UUID. */
  readonly id: string;
  /** The JCS bytes that were signed, verbatim. */
  readonly payload: Uint8Array;
  readonly kid: string;
  readonly signature: Uint8Array;
  /** UTF-8 JCS `[{"box":"<base64url>","keys":["<uuid>"],"path":"…"}]` sorted by path; null when nothing is sealed. */
  readonly boxes: Uint8Array | null;
  /** UTF-8 JCS array of disclosure texts that are kept in clear (HeadsRecorded); null otherwise. */
  readonly disclosures: Uint8Array | null;
  /** HMAC of the request that caused it, by which a repeated request is told from another one; null for the clock and the operator. */
  readonly req: Uint8Array | null;
}

/**
 * What became of an append: recorded; refused because the ledger no longer has the size the writer expected; or refused because one of the
 * ids is recorded already.
 */
export type AppendOutcome = 'done' | 'moved' | 'known';

/**
 * The append-only record. Every append is conditional on the size of the whole ledger; no other fence exists or is needed.
 * Every method throws STORE_UNAVAILABLE when the store cannot be reached or has been closed.
 */
export abstract class EventStore {
  /** Whether `close` has been called: trying again is then of no use. */
  abstract readonly closed: boolean;

  /**
   * Records all entries or none, durable when it answers `done`. `entries[i].position` must be `expectedSize + i`. Appends may be called
   * without waiting for the one before; one called while another is under way is recorded only directly behind that, else it has `moved`.
   * A rejection with STORE_UNAVAILABLE leaves the outcome unknown: look the ids up, then retry the same bytes.
   */
  abstract append(expectedSize: number, entries: readonly Entry[]): Promise<AppendOutcome>;

  /** The number of entries, which is the next position. */
  abstract size(): Promise<number>;

  /** What keeps the store from being used: a sentence, or undefined while all is well. Never throws. */
  async lacks(): Promise<string | undefined> {
    try {
      await this.size();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The entry at the highest position; undefined while the ledger is empty. */
  abstract last(): Promise<Entry | undefined>;

  /** At most `limit` entries from position `from` upwards, in order. */
  abstract read(from: number, limit: number): Promise<Entry[]>;

  /** The leaf hashes of at most `limit` entries from position `from` upwards, in order, each made from the bytes that are recorded. */
  async leaves(from: number, limit: number): Promise<Uint8Array[]> {
    const entries = await this.read(from, limit);
    return entries.map(({ kid, payload, signature }) => leafHash(compactJwt(kid, payload, signature)));
  }

  /** At most `limit` entries of one stream from a revision upwards, in order. */
  abstract readStream(stream: string, fromRevision: number, limit: number): Promise<Entry[]>;

  /** The first `limit` entries of each of these streams, by stream name and revision. */
  abstract readStreams(streams: readonly string[], limit: number): Promise<Entry[]>;

  /** The entries among these event ids that exist, by position. */
  abstract find(ids: readonly string[]): Promise<Entry[]>;

  /**
   * Every entry from position `from` on, once and in order, as pages that are never empty; waits for new ones until the signal aborts or
   * the store is closed, then ends. Outlives an unreachable server.
   */
  abstract follow(from: number, signal: AbortSignal): AsyncIterable<readonly Entry[]>;

  abstract close(): Promise<void>;
}

/** How many entries a page of `read` or `follow` holds at most. */
export const pageSize = 1000;
