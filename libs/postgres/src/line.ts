import { connect, type Socket } from 'node:net';
import postgres, { type Sql } from 'postgres';

export interface LineOptions {
  /** Most connections at once. */
  readonly max: number;
  /** Settings of every session, sent when it begins. The driver leaves out what is not a text with something in it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called with what is said when this session, which has asked to LISTEN, is notified. */
  readonly onNotify?: (said: string) => void;
  /** Called once, when the first of its connections has ended without having been told to. */
  readonly onLoss?: (line: Line) => void;
}

interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/**
 * One client of the driver with its connections, used until the first of them is lost and then never again. After a loss the driver keeps
 * half-written bytes and old errors for the connection's next life, and a query of a transaction sent then ends the whole process
 * (github.com/porsager/postgres, issues 1154, 1208 and pull request 1215). It also waits for ever for a server that has stopped answering,
 * which is why the sockets are made here: they can be destroyed.
 */
export class Line {
  readonly sql: Sql;
  readonly #sockets = new Set<Socket>();
  #dialled = 0;
  #lost = false;
  #ended: Promise<void> | undefined;
  readonly #onceEnded = new Set<() => void>();

  constructor(url: string, { max, settings, onNotify, onLoss }: LineOptions) {
    const options = {
      max,
      connect_timeout: 5,
      backoff: () => 0,
      // Sessions are kept as long as they live: the driver's own renewal would count as a loss.
      max_lifetime: null,
      // Array types would be asked for by the driver itself, and a connection lost meanwhile would end the process. Send lists as JSON.
      fetch_types: false,
      onnotice: () => undefined,
      onclose: () => {
        if (this.#lost || this.#ended) return;
        this.#lost = true;
        onLoss?.(this);
      },
      ...(onNotify && { onnotify: (_channel: string, said: string) => onNotify(said) }),
      socket: (target: Target) => this.#dial(target),
      connection: settings ?? {},
    };
    this.sql = postgres(url, options);
  }

  /** Whether a connection has been lost, or all have been ended. */
  get lost(): boolean {
    return this.#lost || this.#ended !== undefined;
  }

  /** Lets outstanding answers arrive for a few seconds; afterwards whatever is outstanding has failed. */
  end(): Promise<void> {
    return (this.#ended ??= this.#end(5));
  }

  /** Ends everything at once; outstanding questions fail. */
  cut(): Promise<void> {
    return (this.#ended ??= this.#end(0));
  }

  /** Calls back once everything has ended, however it came to it. Returns what calls this off. */
  onceEnded(call: () => void): () => void {
    this.#onceEnded.add(call);
    return () => this.#onceEnded.delete(call);
  }

  async #end(timeout: number): Promise<void> {
    await this.sql.end({ timeout });
    for (const socket of this.#sockets) socket.destroy();
    for (const call of this.#onceEnded) call();
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
