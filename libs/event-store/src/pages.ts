import { type Entry, type EventStore, pageSize } from './event-store.js';

/** Every entry there is from a position on, as full pages and a last one that is not; the next page is on its way while one is worked on. */
export async function* pagesFrom(store: EventStore, from: number): AsyncIterable<readonly Entry[]> {
  let next = from;
  for (let page = await store.read(next, pageSize); page.length > 0;) {
    next += page.length;
    const ahead = page.length === pageSize ? store.read(next, pageSize) : Promise.resolve([]);
    // Whoever stops in the middle never learns of it; whoever goes on does, below.
    ahead.catch(() => undefined);
    yield page;
    page = await ahead;
  }
}

/** Every entry of a stream, by revision. */
export async function wholeStream(store: EventStore, stream: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await store.readStream(stream, entries.length, pageSize);
    entries.push(...page);
    if (page.length < pageSize) return entries;
  }
}
