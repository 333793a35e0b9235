import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventNamed, KurrentCaller } from './kurrent-caller.js';
import { type DoubleOptions, KurrentDouble } from './kurrent-double.js';
import { sampleId } from './samples.js';

/** What a double does when it is told to, and what it does not do. */
const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function started(options: DoubleOptions = {}): Promise<{ double: KurrentDouble; caller: KurrentCaller }> {
  const double = await KurrentDouble.start(options);
  const caller = new KurrentCaller(double.url);
  ending.push(
    () => double.stop(),
    () => caller.dispose(),
  );
  return { double, caller };
}

const idsOf = (...texts: string[]): string[] => texts.map(sampleId);
const connectionLost = { type: expect.stringMatching(/^(unavailable|cancelled)$/) as unknown };

describe('when a fault is planned', () => {
  it.each(['drop', 'die'] as const)('before an append is durable (%s), nothing of it is recorded', async (what) => {
    const { double, caller } = await started();
    await caller.append(['a'], 'no_stream');
    await double.fail({ when: 'arrived', what, after: 1 });
    await caller.append(['b'], 0n);
    await expect(caller.append(['c'], 1n)).rejects.toMatchObject(connectionLost);
    if (what === 'die') await double.restart();
    expect(await caller.recorded()).toEqual(idsOf('a', 'b'));
    expect(await caller.insist(['c'], 1n)).toMatchObject({ nextExpectedRevision: 2n });
  });

  it.each(['drop', 'die'] as const)(
    'when an append is durable (%s), it is recorded and nobody is told',
    async (what) => {
      const { double, caller } = await started();
      await caller.append(['a'], 'no_stream');
      await double.fail({ when: 'durable', what });
      await expect(caller.append(['b'], 0n)).rejects.toMatchObject(connectionLost);
      if (what === 'die') await double.restart();
      expect(await caller.recorded()).toEqual(idsOf('a', 'b'));
      expect(await caller.insist(['b'], 0n)).toMatchObject({ nextExpectedRevision: 1n });
      expect(await caller.recorded()).toHaveLength(2);
    },
  );

  it('an answer that takes longer than two seconds is a deadline that passed, though the append is recorded', async () => {
    const { double, caller } = await started();
    await caller.append(['a'], 'no_stream');
    await double.fail({ when: 'durable', what: 'delay', milliseconds: 3000 });
    await expect(caller.append(['b'], 0n)).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(await caller.recorded()).toEqual(idsOf('a', 'b'));
  });

  it('the deadline a caller states ends a call of its own, but not a batch, which waits for the server', async () => {
    const { double, caller } = await started({ limits: { writeTimeout: 30_000 } });
    await caller.append(['a'], 'no_stream');
    const credentials = { username: 'admin', password: 'changeit' };
    await double.fail({ when: 'durable', what: 'delay', milliseconds: 1500 });
    const alone = { streamState: 0n, deadline: 300, credentials };
    await expect(caller.client.appendToStream('ledger', eventNamed('b'), alone)).rejects.toMatchObject({
      type: 'deadline-exceeded',
    });
    await double.fail({ when: 'durable', what: 'delay', milliseconds: 1500 });
    const batched = { streamState: 1n, deadline: 300 };
    expect(await caller.client.appendToStream('ledger', eventNamed('c'), batched)).toMatchObject({ success: true });
    expect(await caller.recorded()).toEqual(idsOf('a', 'b', 'c'));
  });

  it('a short delay is only a delay', async () => {
    const { double, caller } = await started();
    await caller.append(['a'], 'no_stream');
    await double.fail({ when: 'arrived', what: 'delay', milliseconds: 200 });
    const before = Date.now();
    await caller.append(['b'], 0n);
    expect(Date.now() - before).toBeGreaterThanOrEqual(199);
  });

  it('connections are refused for a while, those that exist are cut, and then all is as before', async () => {
    const { double, caller } = await started();
    await caller.append(['a'], 'no_stream');
    const failed: unknown[] = [];
    caller.client
      .subscribeToStream('ledger')
      .on('data', () => undefined)
      .on('error', (error) => failed.push(error));
    await pause(200);
    const refusing = double.refuse(400);
    await expect(caller.append(['b'], 0n)).rejects.toThrow();
    await refusing;
    expect(failed).toEqual([expect.objectContaining(connectionLost)]);
    await caller.insist(['b'], 0n);
    expect(await caller.recorded()).toEqual(idsOf('a', 'b'));
  });
});

describe('the limits of the server', () => {
  it('are told when an append or an event is larger', async () => {
    const { caller } = await started({ limits: { maxAppendSize: 3000, maxAppendEventSize: 2000 } });
    const options = { streamState: 'no_stream' } as const;
    const credentials = { username: 'admin', password: 'changeit' };
    const three = ['a', 'b', 'c'].map((text) => eventNamed(text, 1000));
    const tooLarge = { type: 'maximum-append-size-exceeded', maxAppendSize: 3000 };
    await expect(caller.client.appendToStream('ledger', three, options)).rejects.toMatchObject(tooLarge);
    await expect(caller.client.appendToStream('ledger', three, { ...options, credentials })).rejects.toMatchObject(
      tooLarge,
    );
    // The client does not know the server's word for an event that is too large.
    const large = eventNamed('a', 2001);
    await expect(caller.client.appendToStream('ledger', large, options)).rejects.toMatchObject({
      type: 'unknown',
      message: 'Could not recognize MaximumAppendEventSizeExceeded',
    });
    await expect(caller.client.appendToStream('ledger', large, { ...options, credentials })).rejects.toMatchObject({
      type: 'unknown',
      code: 3,
    });
    expect(await caller.recorded()).toEqual([]);
  });

  it('are a log record for one message, as in the real server', async () => {
    const { caller } = await started();
    const sent = caller.client.appendToStream('ledger', eventNamed('a', 16 * 1024 * 1024), {
      streamState: 'no_stream',
    });
    await expect(sent).rejects.toMatchObject({ code: 8 });
    expect(await caller.recorded()).toEqual([]);
  });

  it('are what it was built for: the client is told of what there is none', async () => {
    const { caller } = await started();
    await caller.append(['a'], 'no_stream');
    await expect(caller.client.deleteStream('ledger')).rejects.toMatchObject({ code: 12 });
    await expect(caller.client.tombstoneStream('ledger')).rejects.toMatchObject({ code: 12 });
    await expect(caller.client.multiStreamAppend([])).rejects.toMatchObject({ type: 'unsupported' });
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
