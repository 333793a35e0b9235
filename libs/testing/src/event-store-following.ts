import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Entry, type EventStore, pageSize } from '#libs/event-store';
import { type Grow, plain } from './samples.js';

/** Entries that a follower from a position is shown until it has seen so many. */
async function followed(store: EventStore, from: number, count: number): Promise<Entry[]> {
  const stop = new AbortController();
  const seen: Entry[] = [];
  for await (const page of store.follow(from, stop.signal)) {
    seen.push(...page);
    if (seen.length >= count) stop.abort();
  }
  return seen;
}

export function describeFollowing(store: () => EventStore, grow: Grow): void {
  it('shows a follower what is there in full pages, then what comes, each once and in order', async () => {
    const from = await store().size();
    await grow(...Array.from({ length: pageSize + 20 }, () => ({})));
    const stop = new AbortController();
    const seen: number[] = [];
    const pages: number[] = [];
    for await (const page of store().follow(from, stop.signal)) {
      pages.push(page.length);
      seen.push(...page.map(({ position }) => position));
      if (seen.length === pageSize + 20) await grow({}, {});
      if (seen.length === pageSize + 22) stop.abort();
    }
    expect(seen).toEqual(Array.from({ length: pageSize + 22 }, (_, index) => from + index));
    expect(pages).toEqual([pageSize, 20, 2]);
  });

  it('lets a waiting follower go when it is told to stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const pages = [];
    for await (const page of store().follow(await store().size(), stop.signal)) pages.push(page);
    expect(pages).toEqual([]);
  });

  describeResumption(store);
}

function describeResumption(store: () => EventStore): void {
  it('shows the same from any position on, also to a follower that stops and goes on where it was', async () => {
    const size = await store().size();
    const all: Entry[] = [];
    for (let page = await store().read(0, pageSize); page.length > 0; page = await store().read(all.length, pageSize)) {
      all.push(...page);
    }
    expect(all).toHaveLength(size);
    const stops = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: size - 1 }), stops, async (from, counts) => {
        const seen: Entry[] = [];
        for (const count of counts) {
          const left = Math.min(count, size - from - seen.length);
          if (left > 0) seen.push(...(await followed(store(), from + seen.length, left)));
        }
        expect(seen.map(plain)).toEqual(all.slice(from, from + seen.length).map(plain));
        expect(seen.length).toBeGreaterThanOrEqual(Math.min(counts[0] ?? 0, size - from));
      }),
      { numRuns: 8 },
    );
  });
}
