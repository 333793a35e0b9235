import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process of this suite that says one line of JSON once it has done, or serves. */
export interface Said<T> {
  readonly said: T;
  end(): Promise<void>;
}

/** Starts a program of this folder; throws when it ends without having said anything. */
export async function start<T>(name: string, ...args: readonly string[]): Promise<Said<T>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${name}.js`), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    return { said: JSON.parse(line) as T, end: () => ended(child) };
  throw new Error(`${name} ended before it had done, with ${child.exitCode}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
