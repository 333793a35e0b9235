import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore, Writer } from '#libs/event-store';
import type { FreshLedger } from './fresh-ledger.js';
import { FixedClock } from './fixed.js';
import { type Loss, Relay } from './relay.js';
import { type Grow, MemorySigner, plain, sampleDraft, sampleEntry, sampleId } from './samples.js';

interface Given {
  readonly ledger: FreshLedger;
  readonly store: EventStore;
}

export function describeRepetition(given: () => Given, grow: Grow): void {
  it('records nothing when the same append comes again, and keeps the bytes that came first when others come under its ids', async () => {
    const { store } = given();
    const streams = ['handling-repeated', 'handling-repeated_too'];
    const [, first, second] = await grow({}, ...streams.map((stream) => ({ stream })));
    const size = await store.size();
    if (!first || !second) throw new RangeError('nothing was recorded');
    await store.append(first.position, [first, second]);
    const others = [
      sampleEntry(first.position, { stream: first.stream, note: 'another' }),
      { ...first, signature: Buffer.alloc(64, 255) },
      { ...first, boxes: Buffer.from('[]') },
      { ...first, req: Buffer.alloc(32, 1) },
    ];
    for (const other of others) {
      expect(other.id).toBe(first.id);
      expect(await store.append(first.position, [other, second])).not.toBe('done');
      expect(await store.append(first.position, [other])).not.toBe('done');
    }
    expect(await store.size()).toBe(size);
    expect((await store.find([first.id, second.id])).map(plain)).toEqual([first, second].map(plain));
  });

  describe('over a connection that breaks', () => {
    let relay: Relay;
    let over: Broken;
    beforeAll(async () => {
      const { ledger, store } = given();
      const { hostname: host, port } = new URL(ledger.url);
      relay = await Relay.to({ host, port: Number(port) });
      over = { relay, store, broken: await ledger.open(relay.address(ledger.url)) };
    });
    afterAll(() => over.broken.close());
    afterAll(() => relay.close());
    for (const loss of ['request', 'answer'] as const) {
      it(`says that the outcome is unknown when the ${loss} was lost, and the same bytes are recorded once`, () =>
        appendsOnce(over, loss));
      it(`lets a writer answer as if nothing had happened when the ${loss} was lost`, () => writesOnce(over, loss));
    }
  });
}

interface Broken {
  readonly relay: Relay;
  /** By way of the relay. */
  readonly broken: EventStore;
  /** The same ledger, directly. */
  readonly store: EventStore;
}

async function appendsOnce({ relay, broken, store }: Broken, loss: Loss): Promise<void> {
  const size = await store.size();
  const entry = sampleEntry(size, { stream: `handling-lost_${loss}` });
  await reached(broken);
  const struck = relay.lose(loss, entry.stream);
  const attempt = broken.append(size, [entry]).catch((error: unknown) => error);
  await struck;
  await arrival(store, size, loss);
  relay.cut();
  expect(await attempt).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await reached(broken);
  await broken.append(size, [entry]);
  expect(await store.size()).toBe(size + 1);
  expect((await broken.find([entry.id])).map(plain)).toEqual([plain(entry)]);
}

async function writesOnce({ relay, broken, store }: Broken, loss: Loss): Promise<void> {
  const signer = new MemorySigner();
  const writer = new Writer(broken, { signer, clock: new FixedClock('2025-02-01T00:00:00Z') });
  const stream = `handling-writer_lost_${loss}`;
  const [size, id] = [await store.size(), sampleId(stream)];
  await reached(broken);
  // Only what is recorded bears the name of the key.
  const struck = relay.lose(loss, signer.kid);
  const answer = writer.write({
    ids: [id],
    streams: [stream],
    decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
  });
  await struck;
  await arrival(store, size, loss);
  relay.cut();
  expect((await answer).map(({ position }) => position)).toEqual([size]);
  expect(await store.size()).toBe(size + 1);
  await writer.close();
}

/** When the answer is lost, what was asked has happened; when the request is, a moment passes and nothing has. */
async function arrival(store: EventStore, size: number, loss: Loss): Promise<void> {
  if (loss === 'request') await pause(200);
  else while ((await store.size()) === size) await pause(10);
  expect(await store.size()).toBe(loss === 'request' ? size : size + 1);
}

async function reached(store: EventStore): Promise<void> {
  while (
    await store.size().then(
      () => false,
      () => true,
    )
  )
    await pause(20);
}
