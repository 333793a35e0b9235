import { LedgerError } from '#libs/ledger';

import type { RunningService } from './bootstrap.js';

/** A started service with what it opened and has to close after it. */
export interface Started {
  readonly service: RunningService;
  readonly closables: readonly { close(): Promise<void> }[];
}

const unavailable = 3;

/**
 * Starts a process's service, says where it answers, and ends it on SIGINT or SIGTERM. When it cannot start it says why in one line on
 * standard error and exits with 3.
 */
export async function runUntilAsked(name: string, start: () => Promise<Started>): Promise<void> {
  const asked = askedToEnd();
  try {
    const { service, closables } = await start();
    process.stdout.write(`${name} answers at ${service.url}\n`);
    await asked;
    await service.close();
    for (const closable of closables) await closable.close();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exit(unavailable);
  }
}

/** Resolves when the process is asked to end. */
export const askedToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
