import { expect, it } from '@jest/globals';
import { type Entry, type EventStore } from '#libs/event-store';
import type { FreshLedger } from './fresh-ledger.js';
import { plain, sampleEntry, sampleId } from './samples.js';

const [handles, writersEach, eventsEach] = [4, 8, 3];

/** Records one event after another, whoever else does; each time the ledger has moved, at its new end. */
async function write(store: EventStore, name: string): Promise<Entry[]> {
  const written: Entry[] = [];
  while (written.length < eventsEach) {
    const size = await store.size();
    const stream = `handling-${name}`;
    const place = { stream, revision: written.length, id: sampleId(`${name} ${written.length}`) };
    const entry = sampleEntry(size, place);
    if ((await store.append(size, [entry])) === 'done') written.push(entry);
  }
  return written;
}

export function describeCrowd(fresh: () => Promise<FreshLedger>): void {
  it('gives 32 writers in four processes positions without a gap, and shows a follower each event once', async () => {
    const ledger = await fresh();
    const stores = await Promise.all(Array.from({ length: handles }, () => ledger.open()));
    const reader = await ledger.open();
    const stop = new AbortController();
    const total = handles * writersEach * eventsEach;
    const seen: Entry[] = [];
    const following = (async () => {
      for await (const page of reader.follow(0, stop.signal)) if (seen.push(...page) >= total) stop.abort();
    })();
    const writing = stores.flatMap((store, s) =>
      Array.from({ length: writersEach }, (_, w) => write(store, `crowd_${s}_${w}`)),
    );
    const written = (await Promise.all(writing)).flat().sort((a, b) => a.position - b.position);
    await following;
    expect(written.map(({ position }) => position)).toEqual(Array.from({ length: total }, (_, n) => n));
    expect(seen.map(plain)).toEqual(written.map(plain));
    const found = await reader.find(written.map(({ id }) => id));
    expect(found.map(({ position }) => position)).toEqual(written.map(({ position }) => position));
    await Promise.all([...stores, reader].map((store) => store.close()));
  });
}
