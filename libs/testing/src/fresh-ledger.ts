import type { EventStore } from '#libs/event-store';

/** A ledger that is empty at first, on which any number of stores can be opened. */
export interface FreshLedger {
  /** Where the server is: one host and one port. */
  readonly url: string;
  /** Opens the ledger, by way of another address when one is given. */
  open(url?: string): Promise<EventStore>;
}
