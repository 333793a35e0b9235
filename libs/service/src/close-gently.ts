import type { Server } from 'node:http';

/** How long a service that is asked to end goes on answering what it was asked before, in milliseconds. */
export const answersFor = 5_000;

const idleCheck = 20;

/**
 * Closes a server by `close`, which takes no more connections and resolves when none is left. Connections without a request are cut at
 * once, those that are being answered when they are, or after `answersFor`.
 */
export async function closeGently(server: Server, close: () => Promise<unknown>): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), idleCheck);
  const late = setTimeout(() => server.closeAllConnections(), answersFor);
  try {
    await close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
