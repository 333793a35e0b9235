import { type EventStore, pageSize } from '#libs/event-store';

import { eventOf } from './ledger-survey.js';

const takingBack: ReadonlySet<string> = new Set(['PublicationWithdrawn', 'RenditionReplaced', 'PressReleaseWithdrawn']);

/** Whether from this position on something was taken back that everyone could see in one of these streams. */
export async function isTakenBackSince(
  store: EventStore,
  position: number,
  streams: ReadonlySet<string>,
): Promise<boolean> {
  for (let from = position; ;) {
    const page = await store.read(from, pageSize);
    if (page.some((entry) => streams.has(entry.stream) && takingBack.has(eventOf(entry).type))) return true;
    if (page.length < pageSize) return false;
    from += page.length;
  }
}
