import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Entry, type EventStore, openEventStore, pageSize } from '#libs/event-store';
import { freshDatabase, KurrentDouble, sampleEntry, sampleId } from '#libs/testing';

import { KilledWriter } from './killed-writer.js';
import { seeded } from './seeded.js';

const kills = Number(process.env['CHAOS_KILLS'] ?? 6);
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 2 ** 32);

/** How long everything may take to work again after a kill, in milliseconds. */
const recovery = 60_000;

describe(`${kills} times kill -9 of the KurrentDB or of a process that writes to it (CHAOS_SEED=${seed})`, () => {
  let double: KurrentDouble;
  let store: EventStore;
  let writers: KilledWriter[];
  const seen: Entry[] = [];
  const stop = new AbortController();
  let following: Promise<void>;
  beforeAll(async () => {
    double = await KurrentDouble.start();
    const target = { url: double.url, indexUrl: await freshDatabase('index') };
    store = await openEventStore(target.url, target);
    await store.append(0, [sampleEntry(0)]);
    following = (async () => {
      for await (const page of store.follow(0, stop.signal)) seen.push(...page);
    })();
    writers = ['one', 'two'].map((name) => new KilledWriter(name, target));
    for (const writer of writers) writer.start();
  });
  afterAll(async () => {
    for (const writer of writers) await writer.kill();
    stop.abort();
    await following;
    await store.close();
    await double.stop();
  });

  /** Waits until each writer has had something acknowledged that it had not. */
  async function works(): Promise<void> {
    const before = writers.map(({ total }) => total);
    const late = performance.now() + recovery;
    while (!writers.every(({ total }, index) => total > (before[index] ?? 0))) {
      for (const { failure } of writers) if (failure !== undefined) throw failure;
      if (performance.now() > late)
        expect(writers.map(({ name, total, said }) => ({ name, total, said }))).toEqual(before);
      await pause(20);
    }
  }

  it(
    'every acknowledged event is there, each once, and a follower has seen every event once and in order',
    async () => {
      const random = seeded(seed);
      await works();
      for (let n = 0; n < kills; n++) {
        await pause(random() * 400);
        const victim = writers[Math.floor(random() * 4)];
        if (victim === undefined) await double.restart();
        else {
          await victim.kill();
          victim.start();
        }
        await works();
      }
      for (const writer of writers) await writer.kill();
      const all: Entry[] = [];
      for (let page = await store.read(0, pageSize); page.length > 0; page = await store.read(all.length, pageSize)) {
        all.push(...page);
      }
      expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index));
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      for (const { name, acknowledged } of writers) {
        for (const [caller, positions] of acknowledged.entries()) {
          const own = all.filter(({ stream }) => stream === `handling-${name}_${caller}`);
          expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
          expect(own.map(({ id }) => id)).toEqual(own.map((_, event) => sampleId(`${name} ${caller} ${event}`)));
          expect(own.slice(0, positions.length).map(({ position }) => position)).toEqual(positions);
          expect(own.length - positions.length).toBeLessThanOrEqual(1);
        }
      }
      for (let waited = 0; seen.length < all.length && waited < 10_000; waited += 50) await pause(50);
      expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      process.stdout.write(
        `${kills} kills, ${all.length} events, ${writers.map(({ total }) => total).join(' + ')} acknowledged\n`,
      );
    },
    (kills + 2) * recovery,
  );
});
