import { type EventStore, pageSize } from '#libs/event-store';

import { eventOf } from './ledger-survey.js';

/** What ends or changes what everyone could see. */
export const takingBack: ReadonlySet<string> = new Set([
  'PublicationWithdrawn',
  'RenditionReplaced',
  'PressReleaseWithdrawn',
]);

/** Whether something was taken back that everyone could see in one of these streams, at a position or after it. */
export class PublicWithdrawals {
  private found = false;

  constructor(
    private readonly store: EventStore,
    private next: number,
    private readonly streams: Pick<ReadonlySet<string>, 'has'>,
  ) {}

  /** By now. What was read is not read again: whoever fetches a bundle often costs the store what was recorded meanwhile, and no more. */
  async any(): Promise<boolean> {
    for (let from = this.next; !this.found;) {
      const page = await this.store.read(from, pageSize);
      if (page.some((entry) => this.streams.has(entry.stream) && takingBack.has(eventOf(entry).type)))
        this.found = true;
      from += page.length;
      this.next = Math.max(this.next, from);
      if (page.length < pageSize) break;
    }
    return this.found;
  }
}
