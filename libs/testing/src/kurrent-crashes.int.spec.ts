import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KurrentCaller } from './kurrent-caller.js';
import { type DoubleOptions, KurrentDouble } from './kurrent-double.js';
import { sampleId } from './samples.js';

/** What a double is after it was killed. */
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

describe('after the server was killed and started again', () => {
  it('everything it acknowledged is there, and a repetition with a stated revision is answered as the first time', async () => {
    const { double, caller } = await started();
    await caller.append(['a', 'b'], 'no_stream');
    const first = await caller.append(['c', 'd'], 1n);
    await caller.append(['e'], 3n);
    await double.restart();
    expect(await caller.insist(['c', 'd'], 1n)).toEqual(first);
    expect(await caller.append(['f'], 4n)).toMatchObject({ nextExpectedRevision: 5n });
    expect(await caller.recorded()).toEqual(idsOf('a', 'b', 'c', 'd', 'e', 'f'));
  });

  it('a repetition that states no revision is recorded twice', async () => {
    const { double, caller } = await started();
    await caller.append(['a', 'b'], 'any');
    await caller.append(['a', 'b'], 'any');
    expect(await caller.recorded()).toHaveLength(2);
    await double.restart();
    await caller.insist(['a', 'b'], 'any');
    expect(await caller.recorded()).toEqual(idsOf('a', 'b', 'a', 'b'));
  });

  it('nothing of an append is there that was half written', async () => {
    const { double, caller } = await started();
    await caller.append(['a'], 'no_stream');
    await double.fail({ when: 'half-written', what: 'die' });
    await expect(caller.append(['b', 'c'], 0n)).rejects.toMatchObject(connectionLost);
    await double.gone();
    const torn = statSync(join(double.folder, 'data')).size;
    await double.restart();
    expect(await caller.recorded()).toEqual(idsOf('a'));
    expect(statSync(join(double.folder, 'data')).size).toBeLessThan(torn);
    await caller.insist(['b', 'c'], 0n);
    await double.restart();
    expect(await caller.recorded()).toEqual(idsOf('a', 'b', 'c'));
  });

  it.each([1, 5, 20, 45])(
    'an append whose last %i bytes are missing is not there, and what stands before it is',
    async (cut) => {
      const { double, caller } = await started();
      await caller.append(['a'], 'no_stream');
      await caller.append(['b'], 0n);
      await double.kill();
      const data = join(double.folder, 'data');
      truncateSync(data, statSync(data).size - cut);
      await double.restart();
      expect(await caller.recorded()).toEqual(idsOf('a'));
    },
  );

  it('an append in which one byte is wrong is not there', async () => {
    const { double, caller } = await started();
    await caller.append(['a'], 'no_stream');
    await caller.append(['b'], 0n);
    await double.kill();
    const data = join(double.folder, 'data');
    const bytes = readFileSync(data);
    bytes[bytes.length - 5] = 1;
    writeFileSync(data, bytes);
    await double.restart();
    expect(await caller.recorded()).toEqual(idsOf('a'));
  });

  it('nothing acknowledged is lost when it is killed at any moment under load', async () => {
    const { double, caller } = await started();
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round++) {
      const client = new KurrentCaller(double.url);
      const before = (await caller.recorded()).length;
      const killing = pause(30 + 40 * round).then(() => double.kill());
      for (let n = before; ; n++) {
        const done = await client
          .append([`${round} ${n}`], n === 0 ? 'no_stream' : BigInt(n - 1))
          .catch(() => undefined);
        if (done === undefined) break;
        acknowledged.push(sampleId(`${round} ${n}`));
      }
      await killing;
      await client.dispose();
      await double.restart();
    }
    expect(acknowledged.length).toBeGreaterThan(4);
    const found = await caller.recorded();
    expect(acknowledged.filter((id) => !found.includes(id))).toEqual([]);
    expect(new Set(found).size).toBe(found.length);
  });
});
