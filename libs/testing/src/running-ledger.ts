import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LedgerError, type Role } from '#libs/ledger';

import { layReadyCluster } from './ready-cluster.js';

/** A `ledger up` process with a folder of its own, as a user starts it. */
export class LedgerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** Everything the process has written to its log. */
    readonly log: () => string,
  ) {}

  /**
   * Starts on a free port, or on `LEDGER_PORT` of `more`; `testClock` is the instant a test clock starts at, `cwd` the built tree it is
   * started in. A new folder is given a database cluster that is ready. Fails with the log when it is not ready in time.
   */
  static async start(
    home: string,
    testClock?: string,
    more: Record<string, string> = {},
    cwd = process.cwd(),
  ): Promise<LedgerProcess> {
    await layReadyCluster(home);
    const env = {
      ...process.env,
      LEDGER_HOME: home,
      LOG_LEVEL: 'debug',
      LATE_SILENCE_SECONDS: '0',
      ...(testClock && { LEDGER_TEST_CLOCK: testClock }),
      ...more,
    };
    const port = more['LEDGER_PORT'] ?? '0';
    const command = ['dist/apps/ledger/src/main.js', 'up', '--port', port, '--json'];
    const child = spawn(process.execPath, command, { env, cwd });
    let log = '';
    child.stderr.on('data', (part: Buffer) => (log += part.toString()));
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new LedgerError('INTERNAL', `the ledger ${why}\n${log.slice(-3000)}`));
      const timer = setTimeout(() => fail('was not ready in 60 s'), 60_000);
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
      let text = '';
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        log += part.toString();
        const url = /"url":"([^"]+)"/.exec(text)?.[1];
        if (url === undefined) return;
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve(new LedgerProcess(child, url, () => log));
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks it to end and waits until it has. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Ends it without warning; its database lives on and is adopted at the next start. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** A caller in these roles. */
  async as(subject: string, ...roles: readonly Role[]): Promise<Caller> {
    const { json } = await new Caller(this.url).post('/dev/tokens', { subject, roles });
    return new Caller(this.url, (json as { token: string }).token);
  }

  private end(signal: NodeJS.Signals): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve();
      this.child.once('exit', () => resolve());
      this.child.kill(signal);
    });
  }
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly json: unknown;
}

interface Sent {
  readonly body: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let keys = 0;

/** Someone who talks HTTP to a ledger. */
export class Caller {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  get(path: string): Promise<Answer> {
    return this.send(path, {});
  }

  /** A write under a key of its own unless one is given. */
  post(path: string, body: object, key = `test-${keys++}`): Promise<Answer> {
    return this.write('POST', path, { body: JSON.stringify(body), key });
  }

  put(path: string, body: object, key = `test-${keys++}`): Promise<Answer> {
    return this.write('PUT', path, { body: JSON.stringify(body), key });
  }

  /** A write with these exact bytes. */
  write(method: 'POST' | 'PUT', path: string, { body, key, headers }: Sent): Promise<Answer> {
    const own = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.send(path, { method, body, headers: { ...own, ...headers } });
  }

  /** Uploads a document and describes it as an event names it. */
  async document(text: string, name: string): Promise<object> {
    const { json } = await this.send('/v1/documents', {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/plain' },
    });
    const { file, bytes, digest } = json as Record<string, unknown>;
    return { file, bytes, digest, name, mediaType: 'text/plain' };
  }

  /** The token itself, for requests that are not made here. */
  get bearer(): string {
    return `Bearer ${this.token ?? ''}`;
  }

  private async send(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Answer> {
    const authorization: Record<string, string> =
      this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const response = await fetch(this.url + path, { ...init, headers: { ...init.headers, ...authorization } });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return {
      status: response.status,
      text,
      bytes,
      json: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined,
    };
  }
}

/** A folder that the database's own user can pass through. */
export function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-home-'));
  chmodSync(folder, 0o711);
  return join(folder, 'home');
}
