import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AppendResult,
  type AppendToStreamOptions,
  binaryEvent,
  type EventData,
  jsonEvent,
  KurrentDBClient,
  type ReadStreamOptions,
} from '@kurrent/kurrentdb-client';
import { type KurrentDb, startKurrentDb } from './kurrentdb.js';
import { sampleId } from './samples.js';

/** What the ledger relies on, true of KurrentDB itself and of the double alike: with KURRENTDB_URL these are tests of the real server. */
let server: KurrentDb;
let client: KurrentDBClient;
beforeAll(async () => {
  server = await startKurrentDb();
  client = KurrentDBClient.connectionString(server.url);
});
afterAll(async () => {
  await client.dispose();
  await server.stop();
});

const run = randomBytes(4).toString('hex');
let streams = 0;
const freshStream = (): string => `sample-${run}-${streams++}`;
const named = (text: string, data = text): EventData =>
  binaryEvent({
    id: sampleId(`${run} ${text}`),
    type: 'Sample',
    data: Buffer.from(data),
    metadata: Buffer.from([255]),
  });
const some = (text: string, count: number): EventData[] =>
  Array.from({ length: count }, (_, index) => named(`${text} ${index}`));

async function read(stream: string, options: ReadStreamOptions = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const { event } of client.readStream(stream, options)) {
    found.push(`${event?.revision} ${Buffer.from(event?.data as Uint8Array).toString()}`);
  }
  return found;
}

/** By default the client appends many things over one call; with credentials it makes a call of each append. */
const ways: readonly [string, Pick<AppendToStreamOptions, 'credentials'>][] = [
  ['in a batch', {}],
  ['in a call of its own', { credentials: { username: 'admin', password: 'changeit' } }],
];

describe.each(ways)('an append made %s', (_, how) => {
  const append = (
    stream: string,
    events: EventData[],
    streamState: AppendToStreamOptions['streamState'],
  ): Promise<AppendResult> =>
    client.appendToStream(stream, events, {
      ...how,
      requiresLeader: true,
      ...(streamState !== undefined && { streamState }),
    });

  it('is numbered from 0 without a gap, whatever other streams are given meanwhile', async () => {
    const [stream, other] = [freshStream(), freshStream()];
    const text = freshStream();
    expect(await append(stream, some(`${text} a`, 2), 'no_stream')).toMatchObject({
      success: true,
      nextExpectedRevision: 1n,
    });
    await append(other, some(`${text} b`, 3), 'no_stream');
    expect(await append(stream, some(`${text} c`, 1), 1n)).toMatchObject({ nextExpectedRevision: 2n });
    expect(await read(stream)).toEqual([`0 ${text} a 0`, `1 ${text} a 1`, `2 ${text} c 0`]);
  });

  it('is refused when the stream is not where it was believed to be, and then leaves nothing behind', async () => {
    const [stream, missing, text] = [freshStream(), freshStream(), freshStream()];
    await append(stream, some(text, 2), 'no_stream');
    const type = 'wrong-expected-version';
    const late = some(`${text} late`, 2);
    await expect(append(stream, late, 0n)).rejects.toMatchObject({ type, expectedState: 0n, actualState: 1n });
    await expect(append(stream, late, 2n)).rejects.toMatchObject({ type, expectedState: 2n, actualState: 1n });
    await expect(append(stream, late, 'no_stream')).rejects.toMatchObject({
      type,
      expectedState: 'no_stream',
      actualState: 1n,
    });
    await expect(append(missing, late, 0n)).rejects.toMatchObject({
      type,
      expectedState: 0n,
      actualState: 'no_stream',
    });
    await expect(append(missing, late, 'stream_exists')).rejects.toMatchObject({
      type,
      expectedState: 'stream_exists',
      actualState: 'no_stream',
    });
    expect(await read(stream)).toHaveLength(2);
    await expect(read(missing)).rejects.toMatchObject({ type: 'stream-not-found' });
    expect(await append(stream, late, 'stream_exists')).toMatchObject({ nextExpectedRevision: 3n });
  });

  it('is answered as the first time when it comes again with the same ids and the same stated revision', async () => {
    const [stream, text] = [freshStream(), freshStream()];
    await append(stream, some(`${text} a`, 2), 'no_stream');
    const first = await append(stream, some(`${text} b`, 3), 1n);
    await append(stream, some(`${text} c`, 2), 4n);
    expect(await append(stream, some(`${text} b`, 3), 1n)).toEqual(first);
    expect(await append(stream, some(`${text} a`, 2), 'no_stream')).toMatchObject({ nextExpectedRevision: 1n });
    expect(await append(stream, some(`${text} b`, 3), 'any')).toMatchObject({ nextExpectedRevision: 4n });
    expect(await read(stream)).toHaveLength(7);
  });

  it('seems to succeed when its ids are there with another content, which is then not recorded', async () => {
    const [stream, text] = [freshStream(), freshStream()];
    await append(stream, [named(text, 'what was said first')], 'no_stream');
    expect(await append(stream, [named(text, 'what was said later')], 'no_stream')).toMatchObject({ success: true });
    expect(await read(stream)).toEqual(['0 what was said first']);
  });

  it('is refused when a part of it is there already', async () => {
    const [stream, text] = [freshStream(), freshStream()];
    const [one, two, three] = some(text, 3) as [EventData, EventData, EventData];
    await append(stream, [one, two], 'no_stream');
    const refused = { type: 'wrong-expected-version', actualState: 1n };
    await expect(append(stream, [two, three], 0n)).rejects.toMatchObject(refused);
    await expect(append(stream, [three, two], 0n)).rejects.toMatchObject(refused);
    await expect(append(stream, [two, three], 'any')).rejects.toMatchObject(refused);
    expect(await read(stream)).toHaveLength(2);
  });

  it('is taken from exactly one of many who state the same revision', async () => {
    const [stream, text] = [freshStream(), freshStream()];
    await append(stream, some(text, 1), 'no_stream');
    const tries = Array.from({ length: 32 }, (__, n) => append(stream, [named(`${text} race ${n}`)], 0n));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await read(stream)).toHaveLength(2);
  });

  it('keeps every byte of what it is given', async () => {
    const stream = `${freshStream()} Žofie 人権 🕊`;
    const everyByte = Uint8Array.from({ length: 256 }, (__, byte) => byte);
    const type = 'Typ-Ωμέγα';
    const events = [
      binaryEvent({ type, data: everyByte, metadata: everyByte }),
      binaryEvent({ type, data: new Uint8Array(0) }),
      jsonEvent({ type, data: { name: '🕊' }, metadata: { of: 'it' } }),
    ];
    await append(stream, events, 'no_stream');
    const found = [];
    for await (const { event } of client.readStream(stream)) found.push(event);
    expect(found.map((event) => [event?.id, event?.type, event?.isJson, event?.streamId])).toEqual(
      events.map(({ id }, index) => [id, type, index === 2, stream]),
    );
    expect(Buffer.from(found[0]?.data as Uint8Array)).toEqual(Buffer.from(everyByte));
    expect(Buffer.from(found[0]?.metadata as Uint8Array)).toEqual(Buffer.from(everyByte));
    expect(Buffer.from(found[1]?.data as Uint8Array)).toHaveLength(0);
    expect(found[1]?.metadata).toBeUndefined();
    expect(found[2]).toMatchObject({ data: { name: '🕊' }, metadata: { of: 'it' } });
  });

  it('keeps 15 MiB in one event and more than one message holds in one append', async () => {
    const [stream, text] = [freshStream(), freshStream()];
    const large = randomBytes(15 * 1024 * 1024);
    await append(stream, [binaryEvent({ type: 'Large', data: large })], 'no_stream');
    const parts = Array.from({ length: 10 }, (__, n) => binaryEvent({ type: text, data: randomBytes(2_000_000 + n) }));
    await append(stream, parts, 0n);
    const found: Uint8Array[] = [];
    for await (const { event } of client.readStream(stream)) found.push(event?.data as Uint8Array);
    expect(found.map((bytes) => Buffer.from(bytes).equals(large))).toEqual([true, ...parts.map(() => false)]);
    expect(found.slice(1).map(({ length }) => length)).toEqual(parts.map((__, n) => 2_000_000 + n));
  });
});

describe('appends that are sent without waiting for each other', () => {
  it('are taken in their order, and a wrong one fails alone', async () => {
    const [stream, text] = [freshStream(), freshStream()];
    await client.appendToStream(stream, some(`${text} first`, 1), { streamState: 'no_stream' });
    const sent = Array.from({ length: 50 }, (_, n) =>
      client.appendToStream(stream, [named(`${text} ${n}`)], {
        streamState: n === 25 ? 7n : BigInt(n > 25 ? n - 1 : n),
      }),
    );
    const outcomes = await Promise.allSettled(sent);
    expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([25]);
    expect(await read(stream)).toHaveLength(50);
  });
});

describe('a read', () => {
  let stream: string;
  beforeAll(async () => {
    stream = freshStream();
    await client.appendToStream(stream, some(stream, 700), { streamState: 'no_stream' });
  });
  const revisions = async (options: ReadStreamOptions): Promise<number[]> =>
    (await read(stream, { ...options, requiresLeader: true })).map((line) => Number(line.split(' ')[0]));
  const from = (first: number, last: number): number[] =>
    Array.from({ length: Math.abs(last - first) + 1 }, (_, n) => first + (last < first ? -n : n));

  it('gives the revision it begins at, in either direction', async () => {
    expect(await revisions({ fromRevision: 690n })).toEqual(from(690, 699));
    expect(await revisions({ fromRevision: 690n, maxCount: 3 })).toEqual(from(690, 692));
    expect(await revisions({ fromRevision: 5n, direction: 'backwards' })).toEqual(from(5, 0));
    expect(await revisions({ fromRevision: 'end', direction: 'backwards', maxCount: 2 })).toEqual([699, 698]);
    expect(await revisions({})).toEqual(from(0, 699));
    expect(await revisions({ fromRevision: 'end', direction: 'backwards' })).toEqual(from(699, 0));
  });

  it('gives nothing beyond the end, and says so when there is no such stream', async () => {
    expect(await revisions({ fromRevision: 700n })).toEqual([]);
    expect(await revisions({ fromRevision: 9000n })).toEqual([]);
    await expect(read(freshStream())).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('of no events at all is answered as if the server were away', async () => {
    await expect(read(stream, { maxCount: 0 })).rejects.toMatchObject({ type: 'unavailable' });
  });

  it('says when an event was taken, to the second', async () => {
    const fresh = freshStream();
    const before = Math.floor(Date.now() / 1000) * 1000;
    await client.appendToStream(fresh, some(fresh, 1), { streamState: 'no_stream' });
    for await (const { event } of client.readStream(fresh)) {
      expect(event?.created.getTime()).toBeGreaterThanOrEqual(before);
      expect(event?.created.getTime()).toBeLessThanOrEqual(Date.now());
      expect(Number(event?.created) % 1000).toBe(0);
    }
  });

  it('gives binary metadata that happens to be JSON as what it means, not as what it is', async () => {
    const fresh = freshStream();
    const event = binaryEvent({ type: 'Sample', data: Buffer.from('x'), metadata: Buffer.from('{"a":1}') });
    await client.appendToStream(fresh, event, { streamState: 'no_stream' });
    for await (const found of client.readStream(fresh)) expect(found.event?.metadata).toEqual({ a: 1 });
  });
});
