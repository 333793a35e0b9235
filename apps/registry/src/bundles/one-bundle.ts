import { type Entry, type EventStore, pageSize } from '#libs/event-store';
import { headsStream, LedgerError } from '#libs/ledger';

import { eventOf } from './ledger-survey.js';
import { takingBack } from './public-withdrawals.js';

/**
 * An approval is for one bundle. That one may have to be made again: after a crash nothing of it is left, and after a withdrawal it must not be
 * handed out as it was. Made again it holds no more than it did: of the positions `from` up to `size` only heads, and what took something back.
 * Throws `ACCESS_NOT_APPROVED` when anything else was recorded there; that is for another bundle, on another approval.
 */
export async function refuseGrown(store: EventStore, from: number, size: number): Promise<void> {
  for (let next = from; next < size;) {
    const page = await store.read(next, Math.min(pageSize, size - next));
    if (page.length === 0) return;
    if (!page.every(addsNothing))
      throw new LedgerError('ACCESS_NOT_APPROVED', {
        path: 'request',
        reason: 'its bundle was made before, and the ledger has grown since: what it holds now needs another request',
      });
    next += page.length;
  }
}

const addsNothing = (entry: Entry): boolean => entry.stream === headsStream || takingBack.has(eventOf(entry).type);
