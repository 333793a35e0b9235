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

/** The configured databases, and for each that is not configured one on an embedded PostgreSQL server in the ledger's folder. */
export async function openDatabases(config: UpConfig): Promise<Databases> {
  const { home, eventStoreUrl, viewsUrl, keyStoreUrl, exchangeUrl } = config;
  let server: EmbeddedPostgres | undefined;
  const embedded = async (name: string): Promise<string> => {
    server ??= await keepEmbeddedPostgres(join(home, 'postgres'), sayLoss);
    return server.url(name);
  };
  const indexed = indexedAddress.test(eventStoreUrl ?? '');
  return {
    eventStoreUrl: eventStoreUrl ?? (await embedded('events')),
    eventIndexUrl: config.eventIndexUrl ?? (indexed ? await embedded('index') : undefined),
    viewsUrl: viewsUrl ?? (await embedded('views')),
    keyStoreUrl: keyStoreUrl ?? (await embedded('keys')),
    exchangeUrl: async () => exchangeUrl ?? embedded('exchange'),
    close: async () => server?.stop(),
  };
}

const sayLoss = (error: unknown): void => {
  process.stderr.write(
    `the embedded PostgreSQL has ended: ${error instanceof Error ? error.message : String(error)}\n`,
  );
};
