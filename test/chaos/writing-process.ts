import { type ChildProcess, spawn } from 'node:child_process';

const program = 'dist/libs/testing/src/writer-process.js';

/** A writer process that is started again whenever it was killed, and everything that was acknowledged by it. */
export class WritingProcess {
  /** Caller and number → position. */
  readonly acknowledged = new Map<string, number>();
  /** What an acknowledgement said about something acknowledged before: nothing may ever be told two positions. */
  readonly contradictions: string[] = [];
  /** What its callers were refused, in words. */
  readonly refusals: string[] = [];
  readonly #next: number[];
  #child: ChildProcess;
  #finishing = false;

  constructor(
    private readonly url: string,
    readonly name: string,
    callers: number,
  ) {
    this.#next = Array.from({ length: callers }, () => 0);
    this.#child = this.#start();
  }

  /** Kills the process without warning and starts another one in its place, once its last words have been read. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    this.#child = this.#start();
  }

  /** Lets every caller finish what he has begun. */
  finish(): Promise<void> {
    this.#finishing = true;
    return this.#end('SIGTERM');
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [program, this.url, this.name, ...this.#next.map(String)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    child.stdout.on('data', (part: Buffer) => {
      const lines = (rest + part.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#note(line);
    });
    child.stderr.on('data', (part: Buffer) => this.refusals.push(part.toString().trim()));
    // A server that was just killed refuses a start; whoever watches over the process tries again.
    child.on('close', (code) => {
      if (code === 0 || code === null || this.#finishing) return;
      setTimeout(() => {
        if (child === this.#child && !this.#finishing) this.#child = this.#start();
      }, 200);
    });
    return child;
  }

  #note(line: string): void {
    const [caller = '', n = '', position = ''] = line.split(' ');
    const known = this.acknowledged.get(`${caller} ${n}`);
    if (known !== undefined && known !== Number(position)) this.contradictions.push(line);
    this.acknowledged.set(`${caller} ${n}`, Number(position));
    this.#next[Number(caller)] = Number(n) + 1;
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    return new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('close', () => resolve());
      child.kill(signal);
    });
  }
}
