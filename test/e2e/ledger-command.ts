import { type ChildProcess, spawn } from 'node:child_process';

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

interface Begun {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Runs the command line as a user does, with nothing typed into it. */
export const ledgerCommand = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  begunCommand(args, env).ended;

/** The same for one that is not left alone until it ends. */
export const begunCommand = (args: readonly string[], env: Record<string, string> = {}): Begun =>
  begunProgram('dist/apps/ledger/src/main.js', args, env);

/** The same for another program of ours. */
export function begunProgram(program: string, args: readonly string[], env: Record<string, string> = {}): Begun {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, out, err })));
  return { child, ended };
}
