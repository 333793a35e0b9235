import { LedgerError } from '#libs/ledger';
import type { EventStore } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import type { StoreRole } from './postgres-roles.js';

/** The addresses of event stores, by their scheme. */
export const eventStoreAddress = /^(postgres(ql)?|(kurrentdb|esdb)(\+discover)?):\/\//;

/** The addresses of event stores that need an index beside them. */
export const indexedAddress = /^(kurrentdb|esdb)(\+discover)?:\/\//;

export interface EventStoreOptions {
  /** With which rights; a KurrentDB's are those of the login in its address. */
  readonly as?: StoreRole;
  /** `postgres://` address of the database for the index of streams and event ids; needed by a KurrentDB alone. */
  readonly indexUrl?: string | undefined;
}

/**
 * Opens the event store that an address names: `postgres://` or `kurrentdb://`. Throws CONFIGURATION for an address that cannot be used,
 * STORE_UNAVAILABLE, STORE_UNSAFE, STORE_FOREIGN or STORE_OUTDATED.
 */
export async function openEventStore(
  url: string,
  { as = 'writer', indexUrl }: EventStoreOptions = {},
): Promise<EventStore> {
  if (!eventStoreAddress.test(url)) {
    throw new LedgerError('CONFIGURATION', {
      path: 'EVENT_STORE_URL',
      reason: 'a postgres:// or kurrentdb:// address',
    });
  }
  if (!indexedAddress.test(url)) return openPostgresEventStore(url, { as });
  if (indexUrl === undefined) {
    throw new LedgerError('CONFIGURATION', {
      path: 'EVENT_INDEX_URL',
      reason: 'needed with a kurrentdb:// event store',
    });
  }
  // Its client holds a library for each platform, which nobody else should have to load.
  const { openKurrentEventStore } = await import('./kurrentdb-event-store.js');
  return openKurrentEventStore(url, { indexUrl });
}
