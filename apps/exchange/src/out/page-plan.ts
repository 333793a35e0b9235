import type { Entry } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import type { RecordedEvent } from '#libs/ledger';

import { lettersNamedBy, publishes, type Readership, standingAfter } from './readership.js';
import { type StreamProgress, untouched } from './stream-progress.js';

/** A statement to be sent. */
export interface Outgoing {
  readonly entry: Entry;
  readonly event: RecordedEvent;
  /** Position of the one sent before it on this topic and key. */
  readonly previous: number | undefined;
  /** It may only be sent once everything before it is there. */
  readonly after: 'anything' | 'everything before';
}

/** Entries of one stream from a revision on, up to and including a position. */
export type ReadStream = (stream: string, fromRevision: number, upTo: number) => AsyncIterable<Entry>;

/**
 * What a page of the ledger puts on one topic. A stream is sent whole: nothing of it before its readers may read it, then everything from
 * revision 0, then what comes later, each once and in order. A press release that names a letter nobody may read yet waits for it, and with
 * it whatever follows in its stream.
 */
export class PagePlan {
  private readonly touched = new Map<string, StreamProgress>();

  constructor(
    private readonly readers: Readership,
    private readonly known: ReadonlyMap<string, StreamProgress>,
    private readonly readStream: ReadStream,
  ) {}

  /** Progress that has changed, once all messages have been taken. */
  get changes(): readonly StreamProgress[] {
    return [...this.touched.values()];
  }

  /** The messages of a page that starts behind everything planned before. */
  async *messages(page: readonly Entry[]): AsyncIterable<Outgoing> {
    for (const entry of page) {
      const event = recordedEvent(entry.position, entry.payload);
      if (publishes(event)) this.change(event.stream, { published: true });
      if (!this.of(event.stream).open && this.opens(event)) this.change(event.stream, { open: true });
      if (this.of(event.stream).open) yield* this.goOn(entry, event);
      if (publishes(event)) yield* this.release(event);
    }
  }

  /** The streams whose progress must be known for a page: its own and those its press releases name. */
  static streamsOf(page: readonly Entry[]): readonly string[] {
    const releases = page.filter(({ stream }) => stream.startsWith('press_release-'));
    const named = releases.flatMap(({ position, payload }) => lettersNamedBy(recordedEvent(position, payload)));
    return [...new Set([...page.map(({ stream }) => stream), ...named])];
  }

  private opens(event: RecordedEvent): boolean {
    const standing = standingAfter(event);
    if (standing === undefined) return false;
    const label = this.of(event.stream).published ? 'public' : standing.label;
    return this.readers.maySee({ ...standing, label });
  }

  private async *goOn(entry: Entry, event: RecordedEvent): AsyncIterable<Outgoing> {
    const { next, waitsFor } = this.of(entry.stream);
    if (waitsFor.length > 0 || entry.revision < next) return;
    if (entry.revision === next) yield* this.consider(entry, event);
    else yield* this.catchUp(entry.stream, entry.position);
  }

  /** Everything of a stream that was not sent, up to a position, until something in it must wait. */
  private async *catchUp(stream: string, upTo: number): AsyncIterable<Outgoing> {
    for await (const entry of this.readStream(stream, this.of(stream).next, upTo)) {
      yield* this.consider(entry, recordedEvent(entry.position, entry.payload));
      if (this.of(stream).waitsFor.length > 0) return;
    }
  }

  private *consider(entry: Entry, event: RecordedEvent): Iterable<Outgoing> {
    const named = lettersNamedBy(event);
    const waitsFor = named.filter((letter) => !this.of(letter).published);
    if (waitsFor.length > 0) return this.change(entry.stream, { waitsFor });
    const previous = this.of(entry.stream).last;
    this.change(entry.stream, { next: entry.revision + 1, last: entry.position });
    yield { entry, event, previous, after: named.length > 0 ? 'everything before' : 'anything' };
  }

  /** Lets go on what has waited for this letter. */
  private async *release({ stream: letter, position }: RecordedEvent): AsyncIterable<Outgoing> {
    const all = new Map([...this.known, ...this.touched]);
    for (const { stream, waitsFor } of all.values()) {
      if (!waitsFor.includes(letter)) continue;
      const left = waitsFor.filter((other) => other !== letter);
      this.change(stream, { waitsFor: left });
      if (left.length === 0) yield* this.catchUp(stream, position);
    }
  }

  private of(stream: string): StreamProgress {
    return this.touched.get(stream) ?? this.known.get(stream) ?? untouched(stream);
  }

  private change(stream: string, change: Partial<StreamProgress>): void {
    this.touched.set(stream, { ...this.of(stream), ...change });
  }
}
