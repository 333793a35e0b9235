import { type Entry, type EventStore, pageSize } from './event-store.js';

/** Every entry of a stream, by revision. */
export async function wholeStream(store: EventStore, stream: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await store.readStream(stream, entries.length, pageSize);
    entries.push(...page);
    if (page.length < pageSize) return entries;
  }
}
