/** An event store as the suite drives it, in a database of its own. Revisions count from 0; every stream is written by one caller. */
export interface StoreContender {
  /** Appends the event that gets this revision of the stream, refused if another has it; resolves when it is durable. */
  append(stream: string, revision: number): Promise<unknown>;
  /** Ways to append 100 events at once; where there are several, the fastest counts. */
  readonly batches: readonly [Batch, ...Batch[]];
  /** Reads the next 1,000 events of all, in order, after the first `done` ones; throws when there are fewer. */
  readPage(done: number): Promise<void>;
  /** Reads all 1,000 events of a stream; throws when there are fewer. */
  readStream(stream: string): Promise<void>;
  close(): Promise<void>;
}

export interface Batch {
  readonly way?: string;
  /** Appends the events that get this and the following revisions of the stream, all or none. */
  readonly append: (stream: string, revision: number) => Promise<unknown>;
}

/** What a contender's database is for: it is filled once and read, or appended to and never read. */
export type Use = 'append' | 'read';

/** How many connections a contender may have that needs one for each append. */
export const connections = 32;

export const batchSize = 100;

/** The events of a page, and of a stream that is read. */
export const pageSize = 1000;

/** A reading that came back short measures nothing. */
export function demandPage(found: number): void {
  if (found !== pageSize) throw new Error(`${found} events came back where ${pageSize} are`);
}
