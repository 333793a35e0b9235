import { connect, createServer, type Server, type Socket } from 'node:net';

/** Which way is cut: the request never arrives, or it arrives and no answer comes back. */
export type Loss = 'request' | 'answer';

/** A place on the way to a server where what is said can get lost. */
export class Relay {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #planned: { readonly loss: Loss; readonly mark: string; readonly struck: () => void } | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (caller) => this.#join(caller));
  }

  static async to(target: { readonly host: string; readonly port: number }): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server, target);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  /** The same address, by way of here. */
  address(url: string): string {
    const found = new URL(url);
    found.hostname = '127.0.0.1';
    const listening = this.server.address();
    found.port = typeof listening === 'object' && listening !== null ? String(listening.port) : '';
    return found.href;
  }

  /** Loses, once, the next request in which this text stands, or its answer, and resolves then. The caller learns nothing until `cut`. */
  lose(loss: Loss, mark: string): Promise<void> {
    return new Promise((struck) => (this.#planned = { loss, mark, struck }));
  }

  /** Breaks every connection; new ones are made as before. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  #join(caller: Socket): void {
    const callee = connect(this.target.port, this.target.host);
    const pair = [caller, callee] as const;
    this.#pairs.add(pair);
    let lost: Loss | undefined;
    let tail = '';
    caller.on('data', (part) => {
      tail = tail.slice(-200) + part.toString('latin1');
      if (this.#planned && tail.includes(this.#planned.mark)) {
        lost = this.#planned.loss;
        this.#planned.struck();
        this.#planned = undefined;
      }
      if (lost !== 'request') callee.write(part);
    });
    callee.on('data', (part) => lost === undefined && caller.write(part));
    const end = (): void => {
      this.#pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', () => undefined).on('close', end);
  }
}
