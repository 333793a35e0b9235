import { join } from 'node:path';

import { type EmbeddedPostgres, indexedAddress, keepEmbeddedPostgres } from '#libs/event-store';

import type { UpConfig } from './up.config.js';

/** Databases with nothing in common: what happened, what is shown of it, and the keys of what is sealed in it. */
export interface Databases {
  readonly eventStoreUrl: string;
  /** For an event store that needs an index beside it. */
  readonly eventIndexUrl: string | undefined;
  readonly viewsUrl: string;
  readonly keyStoreUrl: string;
  /** Asked for by an exchange that has brokers. */
  readonly exchangeUrl: () => Promise<string>;
  /** Ends the embedded server, when one was started. */
  close(): Promise<void>;
}

/** Where the events lie. */
export type EventDatabases = Pick<Databases, 'eventStoreUrl' | 'eventIndexUrl' | 'close'>;

/** Whether the events, or the index they need, lie in the ledger's folder. */
export const isEmbedded = ({ eventStoreUrl, eventIndexUrl }: UpConfig): boolean =>
  eventStoreUrl === undefined || (indexedAddress.test(eventStoreUrl) && eventIndexUrl === undefined);

/** The databases of the events alone. */
export async function openEventDatabases(config: UpConfig): Promise<EventDatabases> {
  const { embedded, close } = embeddedIn(config.home);
  return { ...(await eventDatabases(config, embedded)), close };
}

/** The configured databases, and for each that is not configured one on an embedded PostgreSQL server in the ledger's folder. */
export async function openDatabases(config: UpConfig): Promise<Databases> {
  const { home, viewsUrl, keyStoreUrl, exchangeUrl } = config;
  const { embedded, close } = embeddedIn(home);
  return {
    ...(await eventDatabases(config, embedded)),
    viewsUrl: viewsUrl ?? (await embedded('views')),
    keyStoreUrl: keyStoreUrl ?? (await embedded('keys')),
    exchangeUrl: async () => exchangeUrl ?? embedded('exchange'),
    close,
  };
}

type Embedded = (name: string) => Promise<string>;

async function eventDatabases(
  config: UpConfig,
  embedded: Embedded,
): Promise<Pick<Databases, 'eventStoreUrl' | 'eventIndexUrl'>> {
  const indexed = indexedAddress.test(config.eventStoreUrl ?? '');
  return {
    eventStoreUrl: config.eventStoreUrl ?? (await embedded('events')),
    eventIndexUrl: config.eventIndexUrl ?? (indexed ? await embedded('index') : undefined),
  };
}

/** Databases on a server that is started for the first of them. */
function embeddedIn(home: string): { readonly embedded: Embedded; readonly close: () => Promise<void> } {
  let server: EmbeddedPostgres | undefined;
  return {
    embedded: async (name) => {
      server ??= await keepEmbeddedPostgres(join(home, 'postgres'), sayLoss);
      return server.url(name);
    },
    close: async () => server?.stop(),
  };
}

const sayLoss = (error: unknown): void => {
  process.stderr.write(
    `the embedded PostgreSQL has ended: ${error instanceof Error ? error.message : String(error)}\n`,
  );
};
