import { EventEmitter } from 'node:events';
import { checkCommit, type Expected, type StreamKnown } from './commit-check.js';
import type { DataFile } from './data-file.js';
import { decodeRecord, encodeFrame, type Placed, type ProposedEvent } from './frames.js';

export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
}

/** `position` is the byte offset of the last event; `unanswered` stands for a repetition of what is not durable yet, which gets no answer. */
export type Outcome =
  | { readonly kind: 'done'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong'; readonly current: number }
  | { readonly kind: 'unanswered' };

export interface RecordedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly created: bigint;
}

interface Waiting {
  readonly bytes: Buffer;
  readonly placed: readonly Placed[];
  readonly durable: () => void;
}

/** How many bytes the real server lets its memory of recent ids have. */
const recentLimit = 8 * 1024 * 1024;
const ticksPerMillisecond = 10_000n;
const largestRead = 4 * 1024 * 1024;

/** What the data file holds, indexed in memory, and the queue of appends. Appends that wait while others are written are written together. */
export class EventLog {
  /** Emits `grown` whenever more has become durable. */
  readonly changes = new EventEmitter().setMaxListeners(0);
  /** Everything durable, in the order of the file. */
  private readonly all: Placed[] = [];
  private readonly streams = new Map<string, Placed[]>();
  /** What of each stream is being written, for the check of the next append. */
  private readonly ahead = new Map<string, readonly Placed[]>();
  private readonly recent = new Map<string, Placed>();
  private recentSize = 0;
  private readonly waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private next: number;

  constructor(private readonly file: DataFile) {
    this.refresh();
    this.next = file.end;
  }

  /** Takes in what another process has written since. */
  refresh(): void {
    // What this process is writing it takes in itself when it is durable.
    if (this.writing !== undefined) return;
    let grown = false;
    for (const placed of this.file.news()) {
      for (const event of placed) this.add(event);
      grown = true;
    }
    if (grown) this.changes.emit('grown');
  }

  /** From here on this process is the one that writes. */
  lead(): void {
    this.refresh();
    this.file.cutTail();
    this.next = this.file.end;
  }

  /** Answers when the append is durable, at once when it is refused or was made before. */
  async append(append: Append): Promise<Outcome> {
    const durable = this.streams.get(append.stream) ?? [];
    const ahead = this.ahead.get(append.stream) ?? [];
    const last = durable.length + ahead.length - 1;
    const known: StreamKnown = {
      last,
      idAt: (revision) => (durable[revision] ?? ahead[revision - durable.length])?.id,
      recent: (id) => {
        const placed = this.recent.get(id);
        return placed?.stream === append.stream ? placed.revision : undefined;
      },
    };
    const ids = append.events.map(({ id }) => id);
    const check = checkCommit(known, append.expected, ids);
    if (check.kind === 'wrong') return { kind: 'wrong', current: last };
    if (check.kind === 'repeated') return this.repeated(append.stream, check.last);
    if (ids.length === 0) return { kind: 'done', revision: last, position: undefined };
    const placed = await this.write(append, last + 1);
    const end = placed.at(-1);
    return { kind: 'done', revision: end?.revision ?? last, position: end?.start };
  }

  /** Writes the first half of the frame an append would make, what a crash in the middle of a write leaves behind, and nothing more ever. */
  async tear(append: Append): Promise<void> {
    const before = this.writing;
    const torn = (async () => {
      await before;
      const { bytes } = this.encode(append, this.last(append.stream) + 1);
      await this.file.append(bytes.subarray(0, bytes.length >> 1));
    })();
    this.writing = torn.then(() => new Promise(() => undefined));
    await torn;
  }

  /** The last durable revision of a stream; `-1` while it does not exist. */
  last(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) - 1;
  }

  /** At most `limit` durable events of one stream, upwards from a revision. */
  stream(name: string, from: number, limit: number): RecordedEvent[] {
    return this.load((this.streams.get(name) ?? []).slice(from, from + limit));
  }

  /** At most `limit` durable events upwards from an index into all of them. */
  everything(from: number, limit: number): RecordedEvent[] {
    return this.load(this.all.slice(from, from + limit));
  }

  get count(): number {
    return this.all.length;
  }

  /** The index of the first event at or behind a byte offset. */
  indexOf(position: bigint): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (BigInt(this.all[middle]?.start ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The byte offset of the event at an index; past the last one, where the next will come to stand at the earliest. */
  positionAt(index: number): number {
    return this.all[index]?.start ?? this.file.end;
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await this.writing;
  }

  private repeated(stream: string, revision: number): Outcome {
    if (revision > this.last(stream)) return { kind: 'unanswered' };
    return { kind: 'done', revision, position: this.streams.get(stream)?.[revision]?.start };
  }

  private write(append: Append, firstRevision: number): Promise<readonly Placed[]> {
    const { bytes, placed } = this.encode(append, firstRevision);
    this.ahead.set(append.stream, [...(this.ahead.get(append.stream) ?? []), ...placed]);
    for (const event of placed) this.remember(event);
    this.next += bytes.length;
    return new Promise((resolve) => {
      this.waiting.push({ bytes, placed, durable: () => resolve(placed) });
      this.writing ??= this.writeWaiting();
    });
  }

  private encode(append: Append, firstRevision: number): { bytes: Buffer; placed: Placed[] } {
    const created = BigInt(Date.now()) * ticksPerMillisecond;
    return encodeFrame({ stream: append.stream, firstRevision, created, events: append.events }, this.next);
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      await this.file.append(Buffer.concat(batch.map(({ bytes }) => bytes)));
      for (const { placed } of batch) this.land(placed);
      for (const { durable } of batch) durable();
      this.changes.emit('grown');
    }
    this.writing = undefined;
  }

  private land(placed: readonly Placed[]): void {
    for (const event of placed) this.add(event);
    const stream = placed[0]?.stream ?? '';
    const rest = this.ahead.get(stream)?.slice(placed.length) ?? [];
    if (rest.length > 0) this.ahead.set(stream, rest);
    else this.ahead.delete(stream);
  }

  private add(event: Placed): void {
    this.all.push(event);
    const stream = this.streams.get(event.stream);
    if (stream) stream.push(event);
    else this.streams.set(event.stream, [event]);
  }

  private remember(event: Placed): void {
    const size = ({ stream }: Placed): number => 28 + 2 * stream.length;
    if (!this.recent.has(event.id)) this.recentSize += size(event);
    this.recent.set(event.id, event);
    for (const [id, oldest] of this.recent) {
      if (this.recentSize <= recentLimit) return;
      this.recent.delete(id);
      this.recentSize -= size(oldest);
    }
  }

  /** Events that stand close together are read in one go. */
  private load(places: readonly Placed[]): RecordedEvent[] {
    const events: RecordedEvent[] = [];
    for (let first = 0; first < places.length;) {
      const start = places[first]?.start ?? 0;
      let after = first + 1;
      while (after < places.length && (places[after]?.end ?? 0) - start <= largestRead) after++;
      const span = places.slice(first, after);
      const bytes = this.file.read(start, (span.at(-1)?.end ?? start) - start);
      for (const place of span) {
        const { stream, revision } = place;
        events.push({ ...decodeRecord(bytes, place.start - start), stream, revision, position: place.start });
      }
      first = after;
    }
    return events;
  }
}
