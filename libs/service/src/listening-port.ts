import { once } from 'node:events';
import { createServer } from 'node:net';

import { LedgerError } from '#libs/ledger';

interface Place {
  readonly host: string;
  readonly port: number;
}

/** Throws `CONFIGURATION` when nothing could be served there, so that nothing need be made or started first. */
export async function demandPort(place: Place): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(place.port, place.host), 'listening');
  } catch (cause) {
    throw unusablePort(place, cause);
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Why nothing can be served there; `advice` says how another port is named. */
export function unusablePort({ host, port }: Place, cause: unknown, advice = 'LEDGER_PORT names another'): LedgerError {
  const isTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const why = isTaken ? `: something listens there already; ${advice}` : '';
  return new LedgerError('CONFIGURATION', `port ${port} of ${host} cannot be listened on${why}`, { cause });
}
