import { connect, type Socket } from 'node:net';
import postgres, { type Sql } from 'postgres';

export interface LineOptions {
  /** Most connections at once. */
  readonly max: number;
  /** Settings of every session, sent when it begins. The driver leaves out what is not a text with something in it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when a connection has ended, for whatever reason. */
  readonly onClose?: () => void;
}

interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/**
 * Connections to a PostgreSQL server that can be cut. The driver would wait for a server that has stopped answering, also when it is told
 * to end, and a process with such a connection could not exit; so the sockets are made here and destroyed when nobody answers on them.
 */
export class Line {
  readonly sql: Sql;
  readonly #sockets = new Set<Socket>();
  #dialled = 0;

  constructor(url: string, { max, settings, onClose }: LineOptions) {
    const options = {
      max,
      connect_timeout: 5,
      // Short, so that a restarted server is found again at once; callers decide how long to go on trying.
      backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
      fetch_types: false,
      onnotice: () => undefined,
      ...(onClose && { onclose: onClose }),
      socket: (target: Target) => this.#dial(target),
      connection: { application_name: 'ledger-event-store', ...settings },
    };
    this.sql = postgres(url, options);
  }

  /** Lets outstanding answers arrive for a few seconds. */
  async end(): Promise<void> {
    await this.sql.end({ timeout: 5 });
    this.#destroy();
  }

  /** Ends everything at once; outstanding questions fail. */
  async cut(): Promise<void> {
    await this.sql.end({ timeout: 0 });
    this.#destroy();
  }

  #destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The socket is handed over while it connects: what is written meanwhile waits in it, and the driver's own time limit holds. */
  #dial({ host, port, path }: Target): Socket {
    const at = this.#dialled++ % host.length;
    const [name, number] = [host[at] ?? 'localhost', port[at] ?? 5432];
    const socket = path ? connect(path) : connect(number, name);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // The driver reads both for TLS and in its messages.
    return Object.assign(socket, { host: name, port: number });
  }
}
