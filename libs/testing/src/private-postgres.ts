import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from '#libs/event-store';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** A PostgreSQL server for one suite alone, which may kill it, halt it and start it with other settings. */
export class PrivatePostgres {
  private constructor(
    readonly folder: string,
    private server: EmbeddedPostgres,
  ) {}

  static async start(options: EmbeddedOptions = {}): Promise<PrivatePostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-'));
    chmodSync(folder, 0o711);
    return new PrivatePostgres(folder, await startEmbeddedPostgres(folder, options));
  }

  get pid(): number {
    return this.server.pid;
  }

  /** The address of a database, which is created when it does not exist. */
  url(database = 'ledger'): Promise<string> {
    return this.server.url(database);
  }

  /** Ends the server and starts it again, on the same port, with these settings and no others. */
  async restart(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.server.stop();
    await this.startAgain(settings);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  async startAgain(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.server = await startEmbeddedPostgres(this.folder, { port: 'same', settings });
  }

  /** Kills the server as a crash of the machine would; its sessions end with it. */
  kill(): void {
    process.kill(this.server.pid, 'SIGKILL');
  }

  /** Halts the server with all its sessions: it takes connections and answers nothing. Linux only. */
  halt(): void {
    this.signalAll('SIGSTOP');
  }

  resume(): void {
    this.signalAll('SIGCONT');
  }

  /** Ends the server and removes its files. */
  async remove(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  private signalAll(signal: NodeJS.Signals): void {
    const { pid } = this.server;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    for (const each of [pid, ...children]) kill(each, signal);
  }
}

/** A child of the server may have ended since it was counted. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ESRCH') throw error;
  }
}

/** Runs statements one after the other in one session; answers with the rows of the last. Throws the driver's error. */
export async function runSql(url: string, ...statements: string[]): Promise<Rows> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    let rows: Rows = [];
    for (const statement of statements) rows = await sql.unsafe(statement);
    return rows;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The same address for another login. */
export function asLogin(url: string, login: string, password: string): string {
  const address = new URL(url);
  address.username = login;
  address.password = password;
  return address.href;
}
