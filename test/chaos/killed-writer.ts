import { type ChildProcess, spawn } from 'node:child_process';

import { LedgerError } from '#libs/ledger';

export interface Target {
  readonly url: string;
  readonly indexUrl: string;
}

/** A process that writes to a store, can be killed, and begins again where its acknowledgements ended. */
export class KilledWriter {
  /** Positions acknowledged to each caller, by event. */
  readonly acknowledged: number[][];
  private child: ChildProcess | undefined;
  /** The end of what it has complained of. */
  said = '';
  failure: LedgerError | undefined;

  constructor(
    readonly name: string,
    private readonly target: Target,
    callers = 4,
  ) {
    this.acknowledged = Array.from({ length: callers }, () => []);
  }

  get total(): number {
    return this.acknowledged.reduce((sum, positions) => sum + positions.length, 0);
  }

  start(): void {
    const task = { ...this.target, name: this.name, from: this.acknowledged.map(({ length }) => length) };
    const child = spawn(process.execPath, ['dist/libs/testing/src/writing-process.js', JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let rest = '';
    child.stdout.on('data', (part: Buffer) => {
      const lines = (rest + part.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.take(line);
    });
    child.stderr.on('data', (part: Buffer) => (this.said = (this.said + part.toString()).slice(-3000)));
    child.once('exit', (code) => {
      if (code !== null) this.failure = new LedgerError('INTERNAL', `${this.name} ended by itself: ${this.said}`);
    });
  }

  /** Ends it without warning; whatever it has said by then counts. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  private take(line: string): void {
    const [caller = 0, event = 0, position = 0] = line.split(' ').map(Number);
    const positions = this.acknowledged[caller];
    if (positions?.length !== event) this.failure = new LedgerError('INTERNAL', `${this.name} skipped: ${line}`);
    positions?.push(position);
  }
}
