import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  binaryEvent,
  type EventData,
  KurrentDBClient,
  type Position,
  type ReadAllOptions,
} from '@kurrent/kurrentdb-client';
import { type KurrentDb, startKurrentDb } from './kurrentdb.js';

/** As in kurrentdb.int.spec.ts: true of KurrentDB itself and of the double alike. */
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
const some = (count: number): EventData[] =>
  Array.from({ length: count }, (_, index) => binaryEvent({ type: 'Sample', data: Buffer.from(`${index}`) }));

type Subscription = ReturnType<KurrentDBClient['subscribeToStream']> | ReturnType<KurrentDBClient['subscribeToAll']>;

/** Writes down what a subscription says, in its order. */
function listen(subscription: Subscription): { told: string[]; until: (line: string) => Promise<void> } {
  const told: string[] = [];
  subscription.on('confirmation', () => told.push('confirmed'));
  subscription.on('caughtUp', ({ revision }) => told.push(`caught up ${revision ?? ''}`.trim()));
  subscription.on('data', ({ event }: { event?: { revision: bigint } }) => told.push(`${event?.revision}`));
  subscription.on('error', (error) => told.push(`failed ${(error as { type?: string }).type}`));
  const until = async (line: string): Promise<void> => {
    for (const end = Date.now() + 20_000; !told.includes(line) && Date.now() < end;) await pause(5);
    expect(told).toContain(line);
  };
  return { told, until };
}

describe('a subscription', () => {
  it('is confirmed, gives what came after the revision it begins at, says that it has caught up, then gives what comes', async () => {
    const stream = freshStream();
    await client.appendToStream(stream, some(5), { streamState: 'no_stream' });
    const subscription = client.subscribeToStream(stream, { fromRevision: 2n });
    const { told, until } = listen(subscription);
    await until('caught up 4');
    await client.appendToStream(freshStream(), some(3), { streamState: 'no_stream' });
    await client.appendToStream(stream, some(2), { streamState: 4n });
    await until('6');
    await subscription.unsubscribe();
    expect(told).toEqual(['confirmed', '3', '4', 'caught up 4', '5', '6']);
  });

  it('can begin at the start, at the end, and before there is a stream', async () => {
    const stream = freshStream();
    const early = client.subscribeToStream(stream);
    const heard = listen(early);
    await heard.until('caught up');
    await client.appendToStream(stream, some(2), { streamState: 'no_stream' });
    await heard.until('1');
    const late = client.subscribeToStream(stream, { fromRevision: 'end' });
    const heardLate = listen(late);
    await heardLate.until('caught up 1');
    await client.appendToStream(stream, some(1), { streamState: 1n });
    await heardLate.until('2');
    await heard.until('2');
    await Promise.all([early.unsubscribe(), late.unsubscribe()]);
    expect(heard.told).toEqual(['confirmed', 'caught up', '0', '1', '2']);
    expect(heardLate.told).toEqual(['confirmed', 'caught up 1', '2']);
  });

  it('misses nothing and doubles nothing while others write', async () => {
    const stream = freshStream();
    let done = 0;
    const writing = (async () => {
      for (; done < 300; done += 3) {
        await client.appendToStream(stream, some(3), { streamState: done === 0 ? 'no_stream' : BigInt(done - 1) });
      }
    })();
    for (let waited = 0; done < 90 && waited < 20_000; waited += 2) await pause(2);
    const subscription = client.subscribeToStream(stream);
    const { told, until } = listen(subscription);
    await until('299');
    await writing;
    await subscription.unsubscribe();
    expect(told.filter((line) => /^\d+$/.test(line))).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
  });

  it('says when an event was taken, to the millisecond and as bytes of the plainest kind', async () => {
    const stream = freshStream();
    const before = Date.now();
    await client.appendToStream(stream, some(1), { streamState: 'no_stream' });
    const subscription = client.subscribeToStream(stream);
    for await (const { event } of subscription) {
      expect(event?.created.getTime()).toBeGreaterThanOrEqual(before);
      expect(event?.created.getTime()).toBeLessThanOrEqual(Date.now());
      expect(event?.data).toBeInstanceOf(Uint8Array);
      expect(event?.data).not.toBeInstanceOf(Buffer);
      break;
    }
  });
});

describe('the log of everything', () => {
  const positions = async (options: ReadAllOptions): Promise<Position[]> => {
    const found: Position[] = [];
    for await (const { event } of client.readAll(options)) if (event?.position) found.push(event.position);
    return found;
  };
  const mine: Position[] = [];
  beforeAll(async () => {
    const stream = freshStream();
    await client.appendToStream(stream, some(1), { streamState: 'no_stream' });
    // One append stands together, whatever a server that others use writes beside it.
    await client.appendToStream(stream, some(4), { streamState: 0n });
    for await (const { event } of client.readStream(stream)) if (event?.position) mine.push(event.position);
  });
  const at = (index: number): Position => mine[index] ?? { commit: -1n, prepare: -1n };

  it('has positions that grow and are never dense', () => {
    expect(mine).toHaveLength(5);
    mine.slice(1).forEach(({ commit }, index) => expect(commit - at(index).commit).toBeGreaterThan(10n));
  });

  it('is read forwards with the position a read begins at, and backwards without it', async () => {
    expect(await positions({ fromPosition: at(2), maxCount: 2 })).toEqual([at(2), at(3)]);
    expect(await positions({ fromPosition: at(3), maxCount: 2, direction: 'backwards' })).toEqual([at(2), at(1)]);
  });

  it('is not read from a position between two events', async () => {
    const between = { commit: at(2).commit + 1n, prepare: at(2).commit + 1n };
    await expect(positions({ fromPosition: between, maxCount: 1 })).rejects.toMatchObject({ type: 'unavailable' });
  });

  it('is followed without the position a subscription begins at', async () => {
    const subscription = client.subscribeToAll({ fromPosition: at(1) });
    const found: Position[] = [];
    for await (const { event } of subscription) {
      if (event?.position) found.push(event.position);
      if (found.length === 3) break;
    }
    expect(found).toEqual([at(2), at(3), at(4)]);
  });
});
