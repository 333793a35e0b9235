import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '#libs/files';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

/** How often it is looked whether the server is still there, in milliseconds. */
const rhythm = 250;

/**
 * An embedded server that is started again, at the same address, whenever it has ended without being told to; `onLoss` hears why it could
 * not be, each time it is tried. `settings` are the server's at every start. Throws STORE_UNAVAILABLE when there is none to begin with.
 */
export async function keepEmbeddedPostgres(
  folder: string,
  onLoss: (reason: unknown) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  let server = await startEmbeddedPostgres(folder, { settings });
  const ending = new AbortController();
  const watch = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await pause(rhythm, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted || isAlive(server.pid)) continue;
      server = await startEmbeddedPostgres(folder, { port: 'same', settings }).catch((error: unknown) => {
        onLoss(error);
        return server;
      });
    }
  };
  const watching = watch();
  return {
    get pid() {
      return server.pid;
    },
    url: (database) => server.url(database),
    stop: async () => {
      ending.abort();
      await watching;
      await server.stop();
    },
  };
}
