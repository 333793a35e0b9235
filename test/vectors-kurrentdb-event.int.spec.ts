import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryEvent, KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import { type Entry, openEventStore } from '#libs/event-store';
import { freshDatabase, KurrentDouble } from '#libs/testing';

/** An entry with its bytes in hexadecimal, and the event that stands for it in the stream `ledger`. */
interface Vector {
  readonly entry: Readonly<Record<keyof Entry, string | number | null>>;
  readonly event: { readonly type: string; readonly id: string; readonly data: string; readonly metadata: string };
}

const vectors = JSON.parse(readFileSync('test/vectors/kurrentdb-event.json', 'utf8')) as Vector[];

const binary = ['payload', 'signature', 'boxes', 'disclosures', 'req'];

const entryOf = ({ entry }: Vector): Entry =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      binary.includes(name) && typeof value === 'string' ? Buffer.from(value, 'hex') : value,
    ]),
  ) as unknown as Entry;

const inHex = (entry: Entry): unknown =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  );

describe('an event in the stream of a KurrentDB', () => {
  let double: KurrentDouble;
  let client: KurrentDBClient;
  beforeAll(async () => {
    double = await KurrentDouble.start();
    client = KurrentDBClient.connectionString(double.url);
  });
  afterAll(async () => {
    await client.dispose();
    await double.stop();
  });

  it('is, byte for byte, the one that every release writes', async () => {
    const store = await openEventStore(double.url, { indexUrl: await freshDatabase('index') });
    expect(await store.append(0, vectors.map(entryOf))).toBe('done');
    await store.close();
    const written: unknown[] = [];
    for await (const { event } of client.readStream('ledger')) {
      expect(event?.isJson).toBe(false);
      const [data, metadata] = [event?.data, event?.metadata].map((bytes) =>
        Buffer.from(bytes as Uint8Array).toString('hex'),
      );
      written.push({ type: event?.type, id: event?.id, data, metadata });
    }
    expect(written).toEqual(vectors.map(({ event }) => event));
  });

  it('is read by every release', async () => {
    const other = await KurrentDouble.start();
    const writing = KurrentDBClient.connectionString(other.url);
    const events = vectors.map(({ event: { data, metadata, ...rest } }) =>
      binaryEvent({ ...rest, data: Buffer.from(data, 'hex'), metadata: Uint8Array.from(Buffer.from(metadata, 'hex')) }),
    );
    await writing.appendToStream('ledger', events, { streamState: NO_STREAM });
    const store = await openEventStore(other.url, { indexUrl: await freshDatabase('index') });
    expect((await store.read(0, 10)).map(inHex)).toEqual(vectors.map(({ entry }) => entry));
    await store.close();
    await writing.dispose();
    await other.stop();
  });
});
