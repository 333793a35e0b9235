import { join } from 'node:path';

import { type EmbeddedPostgres, keepEmbeddedPostgres } from '#libs/event-store';

import type { UpConfig } from './up.config.js';

/** Three databases with nothing in common: what happened, what is shown of it, and the keys of what is sealed in it. */
export interface Databases {
  readonly eventStoreUrl: string;
  readonly viewsUrl: string;
  readonly keyStoreUrl: string;
  /** Ends the embedded server, when one was started. */
  close(): Promise<void>;
}

/** The configured databases, and for each that is not configured one on an embedded PostgreSQL server in the ledger's folder. */
export async function openDatabases({ home, eventStoreUrl, viewsUrl, keyStoreUrl }: UpConfig): Promise<Databases> {
  let server: EmbeddedPostgres | undefined;
  const embedded = async (name: string): Promise<string> => {
    server ??= await keepEmbeddedPostgres(join(home, 'postgres'), sayLoss);
    return server.url(name);
  };
  return {
    eventStoreUrl: eventStoreUrl ?? (await embedded('events')),
    viewsUrl: viewsUrl ?? (await embedded('views')),
    keyStoreUrl: keyStoreUrl ?? (await embedded('keys')),
    close: async () => server?.stop(),
  };
}

const sayLoss = (error: unknown): void => {
  process.stderr.write(
    `the embedded PostgreSQL has ended: ${error instanceof Error ? error.message : String(error)}\n`,
  );
};
