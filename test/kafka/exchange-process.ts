import { type ChildProcess, spawn } from 'node:child_process';

/** An exchange in a process of its own, as it is run in earnest. */
export class ExchangeProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** Everything the process has written to its log. */
    readonly log: () => string,
  ) {}

  static start(env: Readonly<Record<string, string>>): Promise<ExchangeProcess> {
    const child = spawn(process.execPath, ['dist/apps/exchange/src/main.js'], {
      env: { ...process.env, LEDGER_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (part: Buffer) => (log += part.toString()));
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`the exchange ${why}; is dist built? ${log.slice(-2000)}`));
      const timer = setTimeout(() => fail('did not start in 60 s'), 60_000);
      child.once('exit', (code) => fail(`ended with ${code}`));
      child.stdout.on('data', (part: Buffer) => {
        log += part.toString();
        const url = /answers at (http\S+)/.exec(part.toString())?.[1];
        if (url === undefined) return;
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve(new ExchangeProcess(child, url, () => log));
      });
    });
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.alive) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await gone;
  }
}
