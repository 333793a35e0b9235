import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Listens on the loopback address, and can cut connections and refuse new ones, which the gRPC library itself cannot. */
export class Listener {
  private readonly sockets = new Map<string, Socket>();
  private server: NetServer | undefined;

  constructor(
    private readonly host: string,
    private readonly inject: (connection: Duplex) => void,
  ) {}

  /** Listens on this port, or with 0 on a free one. Answers which. */
  listen(port: number): Promise<number> {
    const server = createServer((socket) => this.accept(socket));
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.host, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Cuts one connection without a word. */
  drop(peer: string): void {
    this.sockets.get(peer)?.destroy();
  }

  /** Cuts all connections and takes no new ones for a while. */
  async refuse(port: number, milliseconds: number): Promise<void> {
    await this.close();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await this.listen(port);
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server?.close(() => resolve()));
    for (const socket of this.sockets.values()) socket.destroy();
    return closed;
  }

  private accept(socket: Socket): void {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    this.sockets.set(peer, socket);
    socket.once('close', () => this.sockets.delete(peer));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    this.inject(socket);
  }
}
