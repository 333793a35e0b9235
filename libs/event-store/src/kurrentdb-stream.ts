import {
  BACKWARDS,
  type BaseOptions,
  END,
  type EventData,
  FORWARDS,
  type KurrentDBClient,
  NO_STREAM,
  type ResolvedEvent,
  StreamNotFoundError,
  type StreamState,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { LedgerError, policyStream } from '#libs/ledger';
import { recordedEvent } from '#libs/integrity';
import type { Entry } from './event-store.js';
import type { KurrentAddress } from './kurrentdb-address.js';
import { KurrentConnection } from './kurrentdb-connection.js';
import { kurrentError } from './kurrentdb-errors.js';
import { entryOf, eventOf } from './kurrentdb-events.js';

interface ReadOptions {
  readonly fromRevision: bigint | typeof END;
  readonly direction: typeof FORWARDS | typeof BACKWARDS;
  readonly maxCount: number;
}

/** The one stream that holds a ledger, in which the revision of an event is its position; read and written at its leader. Throws STORE_UNAVAILABLE or STORE_FOREIGN. */
export class LedgerStream {
  readonly #appends: KurrentConnection;
  readonly #reads: KurrentConnection;
  readonly #asReader: BaseOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    { connection, credentials }: KurrentAddress,
    private readonly name: string,
    /** In milliseconds. */
    private readonly answerWithin: number,
  ) {
    // Apart, so that a read that failed does not end the append beside it.
    this.#appends = new KurrentConnection(connection, answerWithin);
    this.#reads = new KurrentConnection(connection, answerWithin);
    this.#asReader = { requiresLeader: true, ...(credentials && { credentials }) };
  }

  /**
   * Asks for an append at a size. `taken` also when the server finds events with the same ids there, whatever they hold, so look at them;
   * `moved` when the stream has another size. One at a time: a queue of the client's own ends the process when its connection breaks.
   */
  append(expectedSize: number, entries: readonly Entry[]): Promise<'taken' | 'moved'> {
    const events = entries.map(eventOf);
    const turn = this.#last.then(() => this.#append(expectedSize, events));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #append(expectedSize: number, events: EventData[]): Promise<'taken' | 'moved'> {
    const streamState: StreamState = expectedSize === 0 ? NO_STREAM : BigInt(expectedSize - 1);
    const options = { streamState, requiresLeader: true, deadline: this.answerWithin };
    try {
      await this.#appends.call((client) => client.appendToStream(this.name, events, options));
      return 'taken';
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return 'moved';
      throw kurrentError(error);
    }
  }

  /** At most `limit` entries from a position upwards. */
  async read(from: number, limit: number): Promise<Entry[]> {
    if (limit < 1) return [];
    const found = await this.#read({ fromRevision: BigInt(from), direction: FORWARDS, maxCount: limit });
    const entries = found.map(entryOf);
    if (entries.some(({ position }, index) => position !== from + index)) {
      throw new LedgerError('STORE_FOREIGN', `events from ${from} on are missing in the stream`);
    }
    return entries;
  }

  async last(): Promise<Entry | undefined> {
    return (await this.#read({ fromRevision: END, direction: BACKWARDS, maxCount: 1 })).map(entryOf)[0];
  }

  async size(): Promise<number> {
    return ((await this.last())?.position ?? -1) + 1;
  }

  /** Throws STORE_FOREIGN when the stream is not a ledger's, or is set to lose events. */
  async refuseForeign(): Promise<void> {
    const { metadata } = await this.#ask((client) => client.getStreamMetadata(this.name, this.#asReader));
    for (const limit of ['maxCount', 'maxAge', 'truncateBefore'] as const) {
      if (metadata?.[limit] === undefined) continue;
      throw new LedgerError('STORE_FOREIGN', `the stream is set to lose events by ${limit}`);
    }
    const [first] = await this.read(0, 1);
    if (first === undefined) return;
    const { type, stream } = recordedEvent(0, first.payload);
    if (type === 'LedgerFounded' && stream === policyStream) return;
    throw new LedgerError('STORE_FOREIGN', 'the stream does not begin with the founding of a ledger');
  }

  async close(): Promise<void> {
    await Promise.all([this.#appends.close(), this.#reads.close()]);
  }

  #read(options: ReadOptions): Promise<ResolvedEvent[]> {
    return this.#ask(async (client) => {
      const events: ResolvedEvent[] = [];
      for await (const event of client.readStream(this.name, { ...options, ...this.#asReader })) events.push(event);
      return events;
    }).catch((error: unknown) => {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    });
  }

  async #ask<T>(work: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    try {
      return await this.#reads.call(work);
    } catch (error) {
      throw error instanceof StreamNotFoundError ? error : kurrentError(error);
    }
  }
}
