import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long a service that is asked to end goes on answering what it was asked before, in milliseconds. */
export const answersFor = 5_000;

const idleCheck = 20;
/** How long a connection on which nothing was asked yet may still begin to. */
const mayBegin = 200;

/** The connections of a server on which nothing was asked yet: to Node those are not idle. */
export class SilentConnections {
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.on('request', ({ socket }) => this.sockets.delete(socket));
  }

  close(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }
}

/**
 * Closes a server by `close`, which takes no more connections and resolves when none is left. Connections without a request are cut at
 * once or soon, those that are being answered when they are, or after `answersFor`.
 */
export async function closeGently(
  server: Server,
  silent: SilentConnections,
  close: () => Promise<unknown>,
): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), idleCheck);
  const soon = setTimeout(() => silent.close(), mayBegin);
  const late = setTimeout(() => server.closeAllConnections(), answersFor);
  try {
    await close();
  } finally {
    clearInterval(idle);
    clearTimeout(soon);
    clearTimeout(late);
  }
}
