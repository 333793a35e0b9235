import { spawn } from 'node:child_process';
import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type AppendResult,
  type AppendToStreamOptions,
  binaryEvent,
  type EventData,
  KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { KurrentDouble } from './kurrent-double.js';
import { sampleId } from './samples.js';

/** What is the double's own: its crashes, and what it does when it is told to. */
const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function started(options: Parameters<typeof KurrentDouble.start>[0] = {}): Promise<KurrentDouble> {
  const double = await KurrentDouble.start(options);
  ending.push(() => double.stop());
  return double;
}

function connected(url: string): KurrentDBClient {
  const client = KurrentDBClient.connectionString(url);
  ending.push(() => client.dispose());
  return client;
}

const eventOf = (text: string, bytes = 10): EventData =>
  binaryEvent({ id: sampleId(text), type: 'Sample', data: Buffer.alloc(bytes, text) });

function append(
  client: KurrentDBClient,
  texts: readonly string[],
  streamState: NonNullable<AppendToStreamOptions['streamState']>,
): Promise<AppendResult> {
  return client.appendToStream(
    'ledger',
    texts.map((text) => eventOf(text)),
    { streamState, requiresLeader: true },
  );
}

/** Tries again while the server cannot be reached, as whoever does not know the outcome must: with the same ids and revision. */
async function insist(
  client: KurrentDBClient,
  texts: readonly string[],
  streamState: NonNullable<AppendToStreamOptions['streamState']>,
): Promise<AppendResult> {
  for (let left = 50; ; left--) {
    try {
      return await append(client, texts, streamState);
    } catch (error) {
      if (left === 0 || (error as { type?: string }).type === 'wrong-expected-version') throw error;
      await pause(20);
    }
  }
}

/** The ids in the stream, read with a client of its own. */
async function recorded(double: KurrentDouble): Promise<string[]> {
  const client = KurrentDBClient.connectionString(double.url);
  const ids: string[] = [];
  try {
    for await (const { event } of client.readStream('ledger')) ids.push(event?.id ?? '');
  } catch (error) {
    if ((error as { type?: string }).type !== 'stream-not-found') throw error;
  } finally {
    await client.dispose();
  }
  return ids;
}

const idsOf = (...texts: string[]): string[] => texts.map(sampleId);
const connectionLost = { type: expect.stringMatching(/^(unavailable|cancelled)$/) as unknown };

describe('after the server was killed and started again', () => {
  it('everything it acknowledged is there, and a repetition with a stated revision is answered as the first time', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a', 'b'], 'no_stream');
    const first = await append(client, ['c', 'd'], 1n);
    await append(client, ['e'], 3n);
    await double.restart();
    expect(await insist(client, ['c', 'd'], 1n)).toEqual(first);
    expect(await append(client, ['f'], 4n)).toMatchObject({ nextExpectedRevision: 5n });
    expect(await recorded(double)).toEqual(idsOf('a', 'b', 'c', 'd', 'e', 'f'));
  });

  it('a repetition that states no revision is recorded twice', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a', 'b'], 'any');
    await append(client, ['a', 'b'], 'any');
    expect(await recorded(double)).toHaveLength(2);
    await double.restart();
    await insist(client, ['a', 'b'], 'any');
    expect(await recorded(double)).toEqual(idsOf('a', 'b', 'a', 'b'));
  });

  it('nothing of an append is there that was half written', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a'], 'no_stream');
    await double.fail({ when: 'half-written', what: 'die' });
    await expect(append(client, ['b', 'c'], 0n)).rejects.toMatchObject(connectionLost);
    await double.gone();
    const torn = statSync(join(double.folder, 'data')).size;
    await double.restart();
    expect(await recorded(double)).toEqual(idsOf('a'));
    expect(statSync(join(double.folder, 'data')).size).toBeLessThan(torn);
    await insist(client, ['b', 'c'], 0n);
    await double.restart();
    expect(await recorded(double)).toEqual(idsOf('a', 'b', 'c'));
  });

  it.each([1, 5, 20, 45])(
    'an append whose last %i bytes are missing is not there, and what stands before it is',
    async (cut) => {
      const double = await started();
      const client = connected(double.url);
      await append(client, ['a'], 'no_stream');
      await append(client, ['b'], 0n);
      await double.kill();
      const data = join(double.folder, 'data');
      truncateSync(data, statSync(data).size - cut);
      await double.restart();
      expect(await recorded(double)).toEqual(idsOf('a'));
    },
  );

  it('nothing acknowledged is lost when it is killed at any moment under load', async () => {
    const double = await started();
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round++) {
      const client = KurrentDBClient.connectionString(double.url);
      const before = (await recorded(double)).length;
      const killing = pause(30 + 40 * round).then(() => double.kill());
      for (let n = before; ; n++) {
        const done = await append(client, [`${round} ${n}`], n === 0 ? 'no_stream' : BigInt(n - 1)).catch(
          () => undefined,
        );
        if (done === undefined) break;
        acknowledged.push(sampleId(`${round} ${n}`));
      }
      await killing;
      await client.dispose();
      await double.restart();
    }
    expect(acknowledged.length).toBeGreaterThan(4);
    const found = await recorded(double);
    expect(acknowledged.filter((id) => !found.includes(id))).toEqual([]);
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('when a fault is planned', () => {
  it.each(['drop', 'die'] as const)('before an append is durable (%s), nothing of it is recorded', async (what) => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a'], 'no_stream');
    await double.fail({ when: 'arrived', what, after: 1 });
    await append(client, ['b'], 0n);
    await expect(append(client, ['c'], 1n)).rejects.toMatchObject(connectionLost);
    if (what === 'die') await double.restart();
    expect(await recorded(double)).toEqual(idsOf('a', 'b'));
    expect(await insist(client, ['c'], 1n)).toMatchObject({ nextExpectedRevision: 2n });
  });

  it.each(['drop', 'die'] as const)(
    'when an append is durable (%s), it is recorded and nobody is told',
    async (what) => {
      const double = await started();
      const client = connected(double.url);
      await append(client, ['a'], 'no_stream');
      await double.fail({ when: 'durable', what });
      await expect(append(client, ['b'], 0n)).rejects.toMatchObject(connectionLost);
      if (what === 'die') await double.restart();
      expect(await recorded(double)).toEqual(idsOf('a', 'b'));
      expect(await insist(client, ['b'], 0n)).toMatchObject({ nextExpectedRevision: 1n });
      expect(await recorded(double)).toHaveLength(2);
    },
  );

  it('an answer that takes longer than two seconds is a deadline that passed, though the append is recorded', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a'], 'no_stream');
    await double.fail({ when: 'durable', what: 'delay', milliseconds: 3000 });
    await expect(append(client, ['b'], 0n)).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(await recorded(double)).toEqual(idsOf('a', 'b'));
  });

  it('a short delay is only a delay', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a'], 'no_stream');
    await double.fail({ when: 'arrived', what: 'delay', milliseconds: 200 });
    const before = Date.now();
    await append(client, ['b'], 0n);
    expect(Date.now() - before).toBeGreaterThanOrEqual(199);
  });

  it('connections are refused for a while, those that exist are cut, and then all is as before', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a'], 'no_stream');
    const failed: unknown[] = [];
    client
      .subscribeToStream('ledger')
      .on('data', () => undefined)
      .on('error', (error) => failed.push(error));
    await pause(200);
    const refusing = double.refuse(400);
    await expect(append(client, ['b'], 0n)).rejects.toThrow();
    await refusing;
    expect(failed).toEqual([expect.objectContaining(connectionLost)]);
    await insist(client, ['b'], 0n);
    expect(await recorded(double)).toEqual(idsOf('a', 'b'));
  });
});

describe('the limits of the server', () => {
  it('are told when an append or an event is larger', async () => {
    const double = await started({ limits: { maxAppendSize: 3000, maxAppendEventSize: 2000 } });
    const client = connected(double.url);
    const options = { streamState: 'no_stream' } as const;
    const credentials = { username: 'admin', password: 'changeit' };
    const three = ['a', 'b', 'c'].map((text) => eventOf(text, 1000));
    const tooLarge = { type: 'maximum-append-size-exceeded', maxAppendSize: 3000 };
    await expect(client.appendToStream('ledger', three, options)).rejects.toMatchObject(tooLarge);
    await expect(client.appendToStream('ledger', three, { ...options, credentials })).rejects.toMatchObject(tooLarge);
    // The client does not know the server's word for an event that is too large.
    const large = eventOf('a', 2001);
    await expect(client.appendToStream('ledger', large, options)).rejects.toMatchObject({
      type: 'unknown',
      message: 'Could not recognize MaximumAppendEventSizeExceeded',
    });
    await expect(client.appendToStream('ledger', large, { ...options, credentials })).rejects.toMatchObject({
      type: 'unknown',
      code: 3,
    });
    expect(await recorded(double)).toEqual([]);
  });

  it('are a log record for one message, as in the real server', async () => {
    const double = await started();
    const client = connected(double.url);
    const sent = client.appendToStream('ledger', eventOf('a', 16 * 1024 * 1024), { streamState: 'no_stream' });
    await expect(sent).rejects.toMatchObject({ code: 8 });
    expect(await recorded(double)).toEqual([]);
  });

  it('are what it was built for: the client is told of what there is none', async () => {
    const double = await started();
    const client = connected(double.url);
    await append(client, ['a'], 'no_stream');
    await expect(client.deleteStream('ledger')).rejects.toMatchObject({ code: 12 });
    await expect(client.tombstoneStream('ledger')).rejects.toMatchObject({ code: 12 });
    await expect(client.multiStreamAppend([])).rejects.toMatchObject({ type: 'unsupported' });
  });
});

describe('the process of a double', () => {
  it('ends with the process that started it, also when that is killed', async () => {
    const script = `
      import { KurrentDouble } from './dist/libs/testing/src/kurrent-double.js';
      const double = await KurrentDouble.start();
      process.stdout.write(double.pid + '\\n');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      child.stdout.once('data', (line: Buffer) => resolve(Number(line))),
    );
    const isThere = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    expect(isThere()).toBe(true);
    child.kill('SIGKILL');
    for (let waited = 0; isThere() && waited < 10_000; waited += 20) await pause(20);
    expect(isThere()).toBe(false);
  });
});
