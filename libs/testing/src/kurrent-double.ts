import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Setup } from './kurrentdb/double.js';
import type { Fault } from './kurrentdb/faults.js';
import type { Standing } from './kurrentdb/node.js';
import type { Letter, Order } from './kurrentdb/orders.js';
import type { Endpoint } from './kurrentdb/rpc-errors.js';

/** Without a `folder`, of an earlier double or of the cluster it is to join, it gets a new one. */
export type DoubleOptions = Partial<Omit<Setup, 'port'>>;

const program = 'dist/libs/testing/src/kurrentdb/main.js';
const startLimit = 30_000;

/** A process that speaks KurrentDB's protocol over its own data file. It dies with the process that started it. */
export class KurrentDouble {
  private child: ChildProcess | undefined;
  private letters = 0;

  private constructor(
    private readonly setup: Setup,
    private readonly owned: 'folder' | 'nothing',
  ) {}

  static async start(options: DoubleOptions = {}): Promise<KurrentDouble> {
    const { folder = temporaryFolder(), ...more } = options;
    const owned = options.folder === undefined ? 'folder' : 'nothing';
    const first = new KurrentDouble({ ...more, folder, port: 0 }, owned);
    const port = await first.launch();
    // From now on it is always this port, so that clients find it again after a restart.
    const double = new KurrentDouble({ ...first.setup, port }, owned);
    double.child = first.child;
    return double;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${this.setup.port}?tls=${this.setup.secure !== undefined}`;
  }

  get endpoint(): Endpoint {
    return { host: '127.0.0.1', port: this.setup.port };
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get folder(): string {
    return this.setup.folder;
  }

  /** Ends the process without warning. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const gone = this.gone();
    child.kill('SIGKILL');
    await gone;
  }

  /** Waits until the process has ended, by a planned fault or by `kill`. */
  async gone(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  }

  /** Starts it again on its port with its data, ending it first if it runs. */
  async restart(): Promise<void> {
    await this.kill();
    await this.launch();
  }

  /** Ends the process and removes its data, if they are its own. */
  async stop(): Promise<void> {
    await this.kill();
    if (this.owned === 'folder') rmSync(this.folder, { recursive: true, force: true });
  }

  /** Plans a fault for one of the next appends. */
  fail(fault: Fault): Promise<void> {
    return this.order({ do: 'fail', fault });
  }

  /** Cuts all connections and takes no new ones for so many milliseconds; answers when it takes them again. */
  refuse(milliseconds: number): Promise<void> {
    return this.order({ do: 'refuse', milliseconds });
  }

  /** Says where it stands in a cluster whose other nodes are `peers`. */
  stand(standing: Standing, peers: readonly Endpoint[]): Promise<void> {
    return this.order({ do: 'stand', standing, peers });
  }

  private launch(): Promise<number> {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    const child = spawn(process.execPath, [program, JSON.stringify(this.setup)], { stdio: [...stdio] });
    this.child = child;
    let said = '';
    child.stderr?.on('data', (part: Buffer) => (said += part.toString()));
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`the protocol double ${why} ${said.slice(-2000)}`));
      const timer = setTimeout(() => fail('was not ready in 30 s'), startLimit);
      child.once('exit', (code) => fail(`ended with ${code}; is dist built?`));
      child.once('message', (message: { port: number }) => {
        clearTimeout(timer);
        resolve(message.port);
      });
    });
  }

  private order(order: Order): Promise<void> {
    const { child } = this;
    const letter: Letter = { number: this.letters++, order };
    return new Promise((resolve, reject) => {
      const listen = (answer: { obeyed?: number }): void => {
        if (answer.obeyed !== letter.number) return;
        child?.off('message', listen);
        resolve();
      };
      child?.on('message', listen);
      child?.send(letter, (error) => error && reject(error));
    });
  }
}

/**
 * Makes one of these nodes the leader and the others its followers. They were started as `leaderless` on one folder; whoever led before
 * finishes first what it has accepted. Nodes that are dead are left out.
 */
export async function elect(leader: KurrentDouble, followers: readonly KurrentDouble[]): Promise<void> {
  const nodes = [leader, ...followers];
  const peersOf = (node: KurrentDouble): Endpoint[] =>
    nodes.filter((other) => other !== node).map(({ endpoint }) => endpoint);
  for (const node of followers) await node.stand({ role: 'leaderless' }, peersOf(node));
  await leader.stand({ role: 'leader' }, peersOf(leader));
  for (const node of followers) await node.stand({ role: 'follower', leader: leader.endpoint }, peersOf(node));
}

function temporaryFolder(): string {
  return mkdtempSync(join(process.env['LEDGER_TEST_RUN'] ?? tmpdir(), 'kurrentdb-'));
}
