import { recordedEvent } from '#libs/integrity';
import type { RecordedEvent } from '#libs/ledger';
import { type Entry, type EventStore, pageSize } from './event-store.js';

/**
 * How much of the loaded streams is kept in memory, in bytes of payload; read, they take a few times as much. A year has some 600 letters,
 * which with all that is recorded of them take about 10 KiB each.
 */
const keptBytes = 24 * 1024 * 1024;
/** What a stream counts beside its payloads, so that asking for ever new names is bounded too. */
const streamCost = 256;
/** How many of the last events are remembered whatever their stream; up to twice as many stay until they are forgotten together. */
const remembered = 512;

interface LoadedStream {
  readonly events: RecordedEvent[];
  bytes: number;
}

/**
 * The end of the ledger as the writer has decided it, committed or not: its size, its last time and the streams that decisions need.
 * When an append fails, the whole of it is thrown away and loaded anew.
 */
export class LedgerTip {
  readonly #streams = new Map<string, LoadedStream>();
  #bytes = 0;
  /** The last events, without a gap up to the size. */
  #recent: RecordedEvent[] = [];

  private constructor(
    public size: number,
    /** `time` of the last event, in milliseconds since 1970. */
    public time: number,
  ) {}

  static async load(store: EventStore): Promise<LedgerTip> {
    const last = await store.last();
    if (last === undefined) return new LedgerTip(0, 0);
    return new LedgerTip(last.position + 1, Date.parse(recordedEvent(last.position, last.payload).time));
  }

  /**
   * The end of the ledger anew after another writer was faster: without what was decided and not recorded, and with what was recorded
   * meanwhile. Streams stay in memory, because a writer that had to load them again would lose the next race, too.
   */
  async renewed(store: EventStore, committedSize: number): Promise<LedgerTip> {
    const tip = new LedgerTip(0, 0);
    for (const [stream, { events, bytes }] of this.#streams) {
      const kept = events.filter(({ position }) => position < committedSize);
      tip.#streams.set(stream, { events: kept, bytes });
      tip.#bytes += bytes;
    }
    tip.#recent = this.#recent.filter(({ position }) => position < committedSize);
    // From the last one known, whose time counts when nothing has followed it.
    for (let from = Math.max(committedSize - 1, 0), full = true; full; from += pageSize) {
      const page = await store.read(from, pageSize);
      for (const { position, payload } of page)
        tip.#takeIn(recordedEvent(position, payload), payload.length, committedSize);
      full = page.length === pageSize;
    }
    return tip.size < committedSize ? LedgerTip.load(store) : tip;
  }

  /** The events of a stream that was loaded; undefined otherwise. */
  events(stream: string): readonly RecordedEvent[] | undefined {
    return this.#streams.get(stream)?.events;
  }

  /** What was decided from this position on, in whatever stream; undefined when it is too long ago to be remembered. */
  since(position: number): readonly RecordedEvent[] | undefined {
    const first = this.size - this.#recent.length;
    return position < first ? undefined : this.#recent.slice(position - first);
  }

  /** Whether all of these streams are loaded; marks those that are as used last. */
  holds(streams: readonly string[]): boolean {
    return streams.map((stream) => this.#touch(stream)).every(Boolean);
  }

  /** Loads what is missing of these streams, and marks all of them as used last. */
  async load(store: EventStore, streams: readonly string[]): Promise<void> {
    const missing = streams.filter((stream) => !this.#touch(stream));
    const loaded = new Map(
      missing.map((stream): [string, LoadedStream] => [stream, { events: [], bytes: streamCost }]),
    );
    const take = ({ stream, position, payload }: Entry): void => {
      const into = loaded.get(stream);
      if (into === undefined) return;
      into.events.push(recordedEvent(position, payload));
      into.bytes += payload.length;
    };
    if (missing.length > 0) (await store.readStreams(missing, pageSize)).forEach(take);
    for (const [stream, { events }] of loaded) {
      for (let full = events.length === pageSize; full;) {
        const page = await store.readStream(stream, events.length, pageSize);
        page.forEach(take);
        full = page.length === pageSize;
      }
    }
    // Only now, so that a load that failed half-way leaves nothing half-loaded.
    for (const [stream, one] of loaded) {
      this.#streams.set(stream, one);
      this.#bytes += one.bytes;
    }
  }

  /** Takes in an event that was decided; `bytes` is the length of its payload. */
  add(event: RecordedEvent, bytes: number): void {
    this.size = event.position + 1;
    this.time = Date.parse(event.time);
    this.#recent.push(event);
    if (this.#recent.length > 2 * remembered) this.#recent = this.#recent.slice(-remembered);
    const stream = this.#streams.get(event.stream);
    if (stream === undefined) return;
    stream.events.push(event);
    stream.bytes += bytes;
    this.#bytes += bytes;
  }

  /** Forgets the streams not used for longest; never one with an event that is not committed, because the store does not know it yet. */
  trim(committedSize: number): void {
    for (const [stream, { events, bytes }] of this.#streams) {
      if (this.#bytes <= keptBytes) return;
      if ((events.at(-1)?.position ?? -1) >= committedSize) continue;
      this.#streams.delete(stream);
      this.#bytes -= bytes;
    }
  }

  #takeIn(event: RecordedEvent, bytes: number, committedSize: number): void {
    if (event.position >= committedSize) return this.add(event, bytes);
    this.size = event.position + 1;
    this.time = Date.parse(event.time);
  }

  #touch(stream: string): boolean {
    const one = this.#streams.get(stream);
    if (one === undefined) return false;
    this.#streams.delete(stream);
    this.#streams.set(stream, one);
    return true;
  }
}
