import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  elect,
  FixedClock,
  freshDatabase,
  KurrentDouble,
  MemorySigner,
  sampleDraft,
  sampleEntry,
  sampleId,
} from '#libs/testing';
import type { Entry, EventStore } from './event-store.js';
import { openKurrentEventStore } from './kurrentdb-event-store.js';
import { Writer } from './writer.js';

/** How long it may take until everything works again, in milliseconds. */
const recovery = 30_000;

async function until(met: () => boolean): Promise<void> {
  for (const late = performance.now() + recovery; !met(); await pause(20)) expect(performance.now()).toBeLessThan(late);
}

/** Writes and follows while something happens; nothing acknowledged may be lost or doubled, and a follower sees each event once. */
async function survives(store: EventStore, interrupt: () => Promise<void>): Promise<void> {
  await store.append(0, [sampleEntry(0)]);
  const writer = new Writer(store, { signer: new MemorySigner(), clock: new FixedClock(), patience: recovery });
  const acknowledged: Entry[] = [];
  let running = true;
  const caller = async (c: number): Promise<void> => {
    for (let n = 0; running; n++) {
      const [id, stream] = [sampleId(`${c} ${n}`), `handling-interrupted_${c}`];
      const decided = writer.write({
        ids: [id],
        streams: [stream],
        decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
      });
      acknowledged.push(...(await decided));
    }
  };
  const stop = new AbortController();
  const seen: number[] = [];
  const following = (async () => {
    for await (const page of store.follow(0, stop.signal)) seen.push(...page.map(({ position }) => position));
  })();
  const calling = Promise.all(Array.from({ length: 8 }, (_, c) => caller(c)));
  await until(() => acknowledged.length > 20);
  await interrupt();
  const after = acknowledged.length;
  await until(() => acknowledged.length > after + 20);
  running = false;
  await calling;
  const size = await store.size();
  expect([0, ...acknowledged.map(({ position }) => position)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: size }, (_, n) => n),
  );
  await until(() => seen.length >= size);
  stop.abort();
  await following;
  expect(seen).toEqual(Array.from({ length: size }, (_, n) => n));
  await writer.close();
}

describe('while somebody writes to a KurrentDB and somebody follows it', () => {
  let first: KurrentDouble;
  let second: KurrentDouble;
  let store: EventStore;
  const ending: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });

  describe('nothing acknowledged is lost, doubled or skipped', () => {
    beforeEach(async () => {
      first = await KurrentDouble.start();
      ending.push(() => first.stop());
      store = await openKurrentEventStore(first.url, { indexUrl: await freshDatabase('index'), pollEvery: 100 });
      ending.push(() => store.close());
    });

    it('when the server is killed and started again', () => survives(store, () => first.restart()));

    it('when the server stays away for longer than a call may last', async () => {
      const impatient = await openKurrentEventStore(first.url, {
        indexUrl: await freshDatabase('index'),
        answerWithin: 1500,
      });
      ending.push(() => impatient.close());
      await survives(impatient, () => first.refuse(2500));
    });

    it('when the server dies with half of an append in its file', () =>
      survives(store, async () => {
        await first.fail({ when: 'half-written', what: 'die' });
        await first.gone();
        await first.restart();
      }));

    it('when the server dies after an append is durable and before it is answered', () =>
      survives(store, async () => {
        await first.fail({ when: 'durable', what: 'die' });
        await first.gone();
        await first.restart();
      }));

    it('when connections break before, and after an append is durable', () =>
      survives(store, async () => {
        for (const when of ['arrived', 'durable'] as const) {
          await first.fail({ when, what: 'drop' });
          await pause(300);
        }
      }));

    it('when an append takes longer than it is waited for', async () => {
      const impatient = await openKurrentEventStore(first.url, {
        indexUrl: await freshDatabase('index'),
        answerWithin: 1000,
      });
      ending.push(() => impatient.close());
      await survives(impatient, async () => {
        await first.fail({ when: 'arrived', what: 'delay', milliseconds: 1500 });
        await first.fail({ when: 'durable', what: 'delay', milliseconds: 1500, after: 3 });
        await pause(4000);
      });
    });
  });

  describe('nothing acknowledged is lost, doubled or skipped in a cluster', () => {
    beforeEach(async () => {
      first = await KurrentDouble.start({ role: 'leaderless' });
      ending.push(() => first.stop());
      second = await KurrentDouble.start({ role: 'leaderless', folder: first.folder });
      ending.push(() => second.stop());
      await elect(first, [second]);
      const url = `kurrentdb://127.0.0.1:${first.endpoint.port},127.0.0.1:${second.endpoint.port}?tls=false`;
      store = await openKurrentEventStore(url, { indexUrl: await freshDatabase('index'), pollEvery: 100 });
      ending.push(() => store.close());
    });

    it('when the leader resigns', () => survives(store, () => elect(second, [first])));

    it('when the leader is killed and another is elected', () =>
      survives(store, async () => {
        await first.kill();
        await elect(second, []);
      }));

    it('when nobody leads for a while', () =>
      survives(store, async () => {
        await first.stand({ role: 'leaderless' }, [second.endpoint]);
        await pause(1000);
        await elect(first, [second]);
      }));
  });
});

describe('a follower of a KurrentDB', () => {
  it('hears of a new entry long before it would look for itself, also after the server was away', async () => {
    const double = await KurrentDouble.start();
    const indexUrl = await freshDatabase('index');
    const writing = await openKurrentEventStore(double.url, { indexUrl });
    const reading = await openKurrentEventStore(double.url, { indexUrl, pollEvery: 120_000 });
    const stop = new AbortController();
    let heard = 0;
    const following = (async () => {
      for await (const page of reading.follow(0, stop.signal)) heard += page.length;
    })();
    for (let n = 0; n < 6; n++) {
      if (n === 3) await double.restart();
      await until(() => heard === n);
      while ((await writing.append(n, [sampleEntry(n)]).catch(() => 'away')) === 'away') await pause(50);
    }
    await until(() => heard === 6);
    stop.abort();
    await following;
    await Promise.all([writing.close(), reading.close()]);
    await double.stop();
  });
});
