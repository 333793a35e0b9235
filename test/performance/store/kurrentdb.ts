import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  binaryEvent,
  type EventData,
  FORWARDS,
  KurrentDBClient,
  NO_STREAM,
  type ResolvedEvent,
  START,
} from '@kurrent/kurrentdb-client';
import { plainBytes } from './sample-event.js';
import { batchSize, demandPage, pageSize, type StoreContender } from './store-contender.js';

const manifest = createRequire(import.meta.url).resolve('@kurrent/kurrentdb-client/package.json');

export const kurrentClientVersion = (): string =>
  (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;

const event = (): EventData => binaryEvent({ id: randomUUID(), type: 'CaseAssigned', data: plainBytes });

/**
 * A KurrentDB through its own client, with the revision of each append stated. Its streams get a name of this run before theirs, and what is
 * read as a whole is one stream: `$all` holds what others wrote, too.
 */
export function openKurrentDb(url: string): StoreContender {
  const client = KurrentDBClient.connectionString(url);
  const run = randomUUID();
  const append = (stream: string, revision: number, events: EventData[]): Promise<unknown> =>
    client.appendToStream(`${run}-${stream}`, events, {
      streamState: revision === 0 ? NO_STREAM : BigInt(revision - 1),
    });
  const read = async (stream: string): Promise<void> => {
    const found: ResolvedEvent[] = [];
    const options = { fromRevision: START, direction: FORWARDS, maxCount: pageSize } as const;
    for await (const one of client.readStream(`${run}-${stream}`, options)) found.push(one);
    demandPage(found.length);
  };
  return {
    append: (stream, revision) => append(stream, revision, [event()]),
    batches: [{ append: (stream, revision) => append(stream, revision, Array.from({ length: batchSize }, event)) }],
    readPage: (done) => read(`handling-read_${done / pageSize}`),
    readStream: read,
    close: () => client.dispose(),
  };
}
