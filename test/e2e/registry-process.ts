import { type ChildProcess, spawn } from 'node:child_process';

import { LedgerError } from '#libs/ledger';
import { type Answer, Caller } from '#libs/testing';

/** A registry as a process of its own, with a clerk who talks to it. */
export class RegistryProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly clerk: Caller,
  ) {}

  static async start(env: Record<string, string>): Promise<RegistryProcess> {
    const child = spawn(process.execPath, ['dist/apps/registry/src/main.js'], {
      env: { ...process.env, LEDGER_PORT: '0', LATE_SILENCE_SECONDS: '0', ...env },
    });
    const url = await addressSaidBy(child);
    const { json } = await new Caller(url).post('/dev/tokens', { subject: 'clerk', roles: ['mandate_clerk'] });
    return new RegistryProcess(child, new Caller(url, (json as { token: string }).token));
  }

  /** Undefined when nobody answered. */
  put(path: string, body: object, key: string): Promise<Answer | undefined> {
    return this.clerk.put(path, body, key).catch(() => undefined);
  }

  /** Undefined when nobody answered. */
  post(path: string, body: object, key: string): Promise<Answer | undefined> {
    return this.clerk.post(path, body, key).catch(() => undefined);
  }

  /** Ends it without warning. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

function addressSaidBy(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (part: Buffer): void => {
      said += part.toString();
      const url = /answers at (\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new LedgerError('INTERNAL', `the registry ended with ${code}: ${said}`)));
  });
}
