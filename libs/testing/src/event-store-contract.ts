import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Entry, EventStore } from '#libs/event-store';
import { compactJwt, leafHash, toHex } from '#libs/integrity';
import { describeCrowd } from './event-store-crowd.js';
import { describeFollowing } from './event-store-following.js';
import { describeRepetition } from './event-store-repetition.js';
import type { FreshLedger } from './fresh-ledger.js';
import { type Grow, plain, sampleEntry, sampleId } from './samples.js';

/** What every event store must do, whatever it is built on. */
export function describeEventStore(name: string, fresh: () => Promise<FreshLedger>): void {
  describe(`the event store on ${name}`, () => {
    let ledger: FreshLedger;
    let store: EventStore;
    beforeAll(async () => {
      ledger = await fresh();
      store = await ledger.open();
    });
    afterAll(() => store.close());

    const grow: Grow = async (...given) => {
      const size = await store.size();
      const entries = given.map((part, index) => sampleEntry(size + index, part));
      expect(await store.append(size, entries)).toBe('done');
      return entries;
    };

    it('begins empty', async () => {
      expect(await store.size()).toBe(0);
      expect(await store.last()).toBeUndefined();
      expect(await store.read(0, 10)).toEqual([]);
      expect(await store.readStream('handling-none', 0, 10)).toEqual([]);
    });

    describeBytes(() => store, grow);
    describeLeaves(() => store, grow);
    describeConditions(() => store, grow);
    describeSendingBehind(() => store);
    describeRepetition(() => ({ ledger, store }), grow);
    describeFollowing(() => store, grow);
    describeCrowd(fresh);

    it('is unavailable after it has been closed', async () => {
      const other = await ledger.open();
      await other.close();
      await expect(other.size()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(other.append(0, [sampleEntry(0)])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(other.closed).toBe(true);
    });
  });
}

const maxPayloadBytes = 40_960;

/** Fills a payload up to the last byte it may have, most of them of characters that take two. */
function largestNote(): string {
  const left = maxPayloadBytes - sampleEntry(2, { note: 'x' }).payload.length;
  return `${'é'.repeat(left / 2)}${'x'.repeat((left % 2) + 1)}`;
}

function describeLeaves(store: () => EventStore, grow: Grow): void {
  it('makes the leaf of each entry from the bytes that it holds, as far as there are entries', async () => {
    const entries = await grow({ note: 'one' }, { note: 'two', boxes: Buffer.from('box') }, { note: '' });
    const from = entries[0]?.position ?? 0;
    const expected = entries.map(({ kid, payload, signature }) => leafHash(compactJwt(kid, payload, signature)));
    expect((await store().leaves(from, 10)).map(toHex)).toEqual(expected.map(toHex));
    expect((await store().leaves(from + 1, 1)).map(toHex)).toEqual(expected.slice(1, 2).map(toHex));
    expect(await store().leaves(from + 3, 10)).toEqual([]);
  });
}

function describeBytes(store: () => EventStore, grow: Grow): void {
  it('gives back every byte as it was signed', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const entries = await grow(
      { signature: everyByte, boxes: everyByte, disclosures: everyByte, req: everyByte },
      { note: 'Žofie Ωμέγα 人権 🕊 \u0001 "\\', boxes: new Uint8Array(0) },
      { note: largestNote(), boxes: Buffer.alloc(256 * 1024, 7), disclosures: Buffer.from('["x"]') },
      { kid: 'a"b\\c{d},NULL', stream: 'handling-NULL' },
    );
    expect(entries[2]?.payload).toHaveLength(maxPayloadBytes);
    const read = await store().read(entries[0]?.position ?? 0, 10);
    expect(read.map(plain)).toEqual(entries.map(plain));
    expect((await store().find(entries.map(({ id }) => id))).map(plain)).toEqual(entries.map(plain));
  });

  it('reads one stream from a revision upwards', async () => {
    const stream = 'communication-KHM-1-2025';
    await grow(
      { stream, revision: 0 },
      { stream: 'handling-KHM-1-2025' },
      { stream, revision: 1, id: sampleId('second') },
    );
    await grow({ stream, revision: 2, id: sampleId('third') });
    expect((await store().readStream(stream, 0, 10)).map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect((await store().readStream(stream, 1, 1)).map(({ revision }) => revision)).toEqual([1]);
    expect(await store().readStream('communication-KHM-9-2025', 0, 10)).toEqual([]);
    expect(await store().readStream(stream, 3, 10)).toEqual([]);
    expect(await store().readStream(stream, 999_999_999_999_999, 10)).toEqual([]);
    const several = await store().readStreams(['handling-KHM-1-2025', 'communication-KHM-9-2025', stream], 2);
    expect(several.map((entry) => `${entry.stream} ${entry.revision}`)).toEqual([
      `${stream} 0`,
      `${stream} 1`,
      'handling-KHM-1-2025 0',
    ]);
    expect(await store().readStreams([], 2)).toEqual([]);
  });

  it('finds nothing under ids that were never recorded', async () => {
    expect(await store().find([])).toEqual([]);
    expect(await store().find([sampleId('never')])).toEqual([]);
  });
}

function describeConditions(store: () => EventStore, grow: Grow): void {
  it('records nothing when the ledger has moved', async () => {
    await grow({}, {});
    const size = await store().size();
    for (const expected of [size - 1, size + 1]) {
      const entry = sampleEntry(expected, { stream: 'handling-moved', id: sampleId(`moved ${expected}`) });
      expect(await store().append(expected, [entry])).toBe('moved');
    }
    expect(await store().size()).toBe(size);
    expect((await store().last())?.position).toBe(size - 1);
  });

  it('refuses positions that leave a gap, and an id or a revision twice, and stays as it was', async () => {
    const [first] = await grow({ stream: 'handling-twice' });
    const size = await store().size();
    const refused = { code: 'INTERNAL' };
    await expect(store().append(size, [sampleEntry(size + 1)])).rejects.toMatchObject(refused);
    const sameId = sampleEntry(size, { stream: 'handling-other', id: first?.id ?? '' });
    expect(
      await store().append(size, [sampleEntry(size, { stream: 'handling-new' }), { ...sameId, position: size + 1 }]),
    ).toBe('known');
    const sameRevision = sampleEntry(size, { stream: 'handling-twice', id: sampleId('same revision') });
    await expect(store().append(size, [sameRevision])).rejects.toMatchObject(refused);
    expect(await store().size()).toBe(size);
  });

  it('lets exactly one of many writers take a position', async () => {
    const size = await store().size();
    const attempts = Array.from({ length: 64 }, (_, n) =>
      store().append(size, [sampleEntry(size, { stream: 'handling-race', id: sampleId(`race ${n}`) })]),
    );
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await store().size()).toBe(size + 1);
  });
}

function describeSendingBehind(store: () => EventStore): void {
  it('records an append that is sent behind another one only when that one was recorded', async () => {
    const size = await store().size();
    const at = (position: number, name: string): Entry[] => [
      sampleEntry(position, { id: sampleId(`behind ${name}`), stream: `handling-${name}` }),
    ];
    expect(
      await Promise.all([store().append(size, at(size, 'a')), store().append(size + 1, at(size + 1, 'b'))]),
    ).toEqual(['done', 'done']);
    // The first of these is too late; the second would be at the right place by accident.
    const late = [store().append(size + 1, at(size + 1, 'c')), store().append(size + 2, at(size + 2, 'd'))];
    expect(await Promise.all(late)).toEqual(['moved', 'moved']);
    expect(await store().size()).toBe(size + 2);
  });
}
