import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { LedgerError } from '#libs/ledger';

const main = fileURLToPath(new URL('../main.js', import.meta.url));

/** The command line as a user types it, against one ledger. No command goes on once `ending` is aborted. */
export class CommandLine {
  constructor(
    private readonly url: string,
    private readonly ending: AbortSignal,
  ) {}

  /** Shows the command and lets it print. Throws when it fails. */
  async run(about: string, ...args: readonly string[]): Promise<void> {
    process.stdout.write(`\n# ${about}\n$ ledger ${args.join(' ')}\n`);
    await this.spawned(args, 'shown');
  }

  /** Records a file and answers with the first event. */
  async record(about: string, file: string, ...flags: readonly string[]): Promise<RecordedEvent> {
    process.stdout.write(`\n# ${about}\n$ ledger record ${[file, ...flags].join(' ')}\n`);
    const { events } = JSON.parse(await this.spawned(['record', file, ...flags, '--json'], 'kept')) as Recorded;
    for (const { position, type } of events) process.stdout.write(`recorded as number ${position}: ${type}\n`);
    const [first] = events;
    if (first === undefined) throw new LedgerError('INTERNAL', `nothing was recorded from ${file}`);
    return first;
  }

  /** Waits until Cambodia's timeline holds an event of each of these types. */
  async until(about: string, ...types: readonly string[]): Promise<void> {
    process.stdout.write(`\n# ${about}\n`);
    for (let i = 0; i < 100; i++) {
      const { entries } = JSON.parse(await this.spawned(['timeline', 'KHM', '--json'], 'kept')) as Timeline;
      const found = entries.filter(({ type }) => types.includes(type)).sort((a, b) => a.position - b.position);
      if (types.every((type) => found.some((entry) => entry.type === type))) {
        for (const { position, type } of found) process.stdout.write(`recorded as number ${position}: ${type}\n`);
        return;
      }
      await pause(200);
    }
    throw new LedgerError('INTERNAL', `no ${types.join(' or ')} in 20 s`);
  }

  private spawned(args: readonly string[], output: 'shown' | 'kept'): Promise<string> {
    const env = { ...process.env, LEDGER_URL: this.url };
    const stdout = output === 'shown' ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, [main, ...args], {
      env,
      stdio: ['ignore', stdout, 'inherit'],
      signal: this.ending,
    });
    let said = '';
    child.stdout?.on('data', (part: Buffer) => (said += part.toString()));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => {
        if (status === 0) resolve(said);
        else reject(new LedgerError('INTERNAL', `ledger ${args[0]} ended with ${status}`));
      });
    });
  }
}

interface Recorded {
  readonly events: readonly RecordedEvent[];
}

/** An event as `record --json` prints it. */
export interface RecordedEvent {
  readonly eventId: string;
  readonly position: number;
  readonly type: string;
  readonly time: string;
}

interface Timeline {
  readonly entries: readonly { readonly type: string; readonly position: number }[];
}
