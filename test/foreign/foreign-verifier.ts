import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LedgerError } from '#libs/ledger';
import type { ForeignVerdict } from './agreement.js';

export interface Asked {
  readonly bundle: string;
  readonly trust: string;
  readonly since?: string;
}

/** A verifier of another language that answers a line for each line, so that one process verifies as many bundles as are asked. */
class ForeignVerifier {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;

  constructor(command: string, args: readonly string[] = []) {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    const { stdin, stdout } = this.process;
    // Without this an early end would be an error of the stream, and not the missing answer that it is.
    stdin?.on('error', () => undefined);
    const lines = createInterface({ input: stdout ?? process.stdin });
    this.answers = lines[Symbol.asyncIterator]();
  }

  /** Its verdicts, in order. */
  async verdicts(asked: readonly Asked[]): Promise<ForeignVerdict[]> {
    this.process.stdin?.write(asked.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const verdicts: ForeignVerdict[] = [];
    for (const { bundle } of asked) {
      const answer = await this.answers.next();
      const isEnded = answer.done === true;
      verdicts.push(isEnded ? { bundle, error: 'it ended' } : (JSON.parse(answer.value) as ForeignVerdict));
    }
    return verdicts;
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.stdin?.end();
    await once(this.process, 'exit');
  }
}

/** The verifiers in both languages, each a process that waits for bundles. */
export interface Foreign {
  readonly go: ForeignVerifier;
  readonly python: ForeignVerifier;
}

/** Where the sources of both stand. */
export const sources = fileURLToPath(new URL('.', import.meta.url));

/** Builds the one in Go from the folder `go` into `out`, and starts both; says what is missing when one cannot be. */
export function startForeign(from: string, out: string): Foreign {
  if (spawnSync('go', ['version']).error)
    throw new LedgerError('CONFIGURATION', 'go is missing: install Go 1.24 or later to run the foreign verifiers');
  const program = join(out, 'bundles');
  execFileSync('go', ['build', '-o', program, './bundles'], { cwd: join(from, 'go'), stdio: 'pipe' });
  return {
    go: new ForeignVerifier(program),
    python: new ForeignVerifier('python3', [join(from, 'python', 'verify_bundles.py')]),
  };
}

export const endForeign = ({ go, python }: Foreign): Promise<unknown> => Promise.all([go.end(), python.end()]);
