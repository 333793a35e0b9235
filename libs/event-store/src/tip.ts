import { recordedEvent } from '#libs/integrity';
import type { RecordedEvent } from '#libs/ledger';
import { type Entry, type EventStore, pageSize } from './event-store.js';

/** How many events of loaded streams are kept in memory. */
const keptEvents = 50_000;

/**
 * The end of the ledger as the writer has decided it, committed or not: its size, its last time and the streams that decisions need.
 * When an append fails, the whole of it is thrown away and loaded anew.
 */
export class Tip {
  readonly #streams = new Map<string, RecordedEvent[]>();
  #events = 0;

  private constructor(
    public size: number,
    /** `time` of the last event, in milliseconds since 1970. */
    public time: number,
  ) {}

  static async load(store: EventStore): Promise<Tip> {
    const last = await store.last();
    if (last === undefined) return new Tip(0, 0);
    return new Tip(last.position + 1, Date.parse(recordedEvent(last.position, last.payload).time));
  }

  /**
   * The end of the ledger anew after another writer was faster: without what was decided and not recorded, and with what was recorded
   * meanwhile. Streams stay in memory, because a writer that had to load them again would lose the next race, too.
   */
  async renewed(store: EventStore, committedSize: number): Promise<Tip> {
    const tip = new Tip(0, 0);
    for (const [stream, events] of this.#streams) {
      const kept = events.filter(({ position }) => position < committedSize);
      tip.#streams.set(stream, kept);
      tip.#events += kept.length + 1;
    }
    // From the last one known, whose time counts when nothing has followed it.
    for (let from = Math.max(committedSize - 1, 0), full = true; full; from += pageSize) {
      const page = await store.read(from, pageSize);
      for (const { position, payload } of page) tip.#takeIn(recordedEvent(position, payload), committedSize);
      full = page.length === pageSize;
    }
    return tip.size < committedSize ? Tip.load(store) : tip;
  }

  /** The events of a stream that was loaded; undefined otherwise. */
  events(stream: string): readonly RecordedEvent[] | undefined {
    return this.#streams.get(stream);
  }

  /** Loads what is missing of these streams, and marks all of them as used last. */
  async load(store: EventStore, streams: readonly string[]): Promise<void> {
    const missing = streams.filter((stream) => !this.#touch(stream));
    const loaded = new Map(missing.map((stream): [string, RecordedEvent[]] => [stream, []]));
    const take = ({ stream, position, payload }: Entry): unknown =>
      loaded.get(stream)?.push(recordedEvent(position, payload));
    (await store.readStreams(missing, pageSize)).forEach(take);
    for (const [stream, events] of loaded) {
      for (let full = events.length === pageSize; full;) {
        const page = await store.readStream(stream, events.length, pageSize);
        page.forEach(take);
        full = page.length === pageSize;
      }
    }
    // Only now, so that a load that failed half-way leaves nothing half-loaded.
    for (const [stream, events] of loaded) {
      this.#streams.set(stream, events);
      // An empty stream counts too, so that asking for ever new names is bounded.
      this.#events += events.length + 1;
    }
  }

  add(event: RecordedEvent): void {
    this.size = event.position + 1;
    this.time = Date.parse(event.time);
    this.#streams.get(event.stream)?.push(event);
    this.#events += 1;
  }

  /** Forgets the streams not used for longest; never one with an event that is not committed, because the store does not know it yet. */
  trim(committedSize: number): void {
    for (const [stream, events] of this.#streams) {
      if (this.#events <= keptEvents) return;
      if ((events.at(-1)?.position ?? -1) >= committedSize) continue;
      this.#streams.delete(stream);
      this.#events -= events.length + 1;
    }
  }

  #takeIn(event: RecordedEvent, committedSize: number): void {
    if (event.position >= committedSize) return this.add(event);
    this.size = event.position + 1;
    this.time = Date.parse(event.time);
  }

  #touch(stream: string): boolean {
    const events = this.#streams.get(stream);
    if (events === undefined) return false;
    this.#streams.delete(stream);
    this.#streams.set(stream, events);
    return true;
  }
}
