import { CommanderError } from 'commander';

import { LedgerError } from '#libs/ledger';

import { inTypedFlags } from './typed-flags.js';

/** 0 done, 1 findings or refused, 2 usage, 3 unavailable. */
export type ExitStatus = 0 | 1 | 2 | 3;

export interface OutputFlags {
  readonly json?: true;
}

/** A command line that cannot be followed: ends with 2. */
export const usage = (sentence: string): CommanderError => new CommanderError(2, 'ledger.usage', sentence);

/**
 * Runs a command and sets the exit status. A refusal names the flag that was typed, not the field it became, and is one line `CODE: sentence` on standard error; with `--json`, standard output also
 * carries `{"error":{"code","message","details"}}`, so that whoever parses it always finds one document there.
 */
export async function run(flags: OutputFlags, command: () => Promise<ExitStatus | void>): Promise<void> {
  const { json } = flags;
  try {
    process.exitCode = (await command()) ?? 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (json) printUsageFault(thrown.message);
      return endWith(2, `error: ${thrown.message}`);
    }
    const error =
      thrown instanceof LedgerError
        ? inTypedFlags(thrown, flags)
        : new LedgerError('INTERNAL', described(thrown), { cause: thrown });
    const { code, message, details } = error;
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, details } })}\n`);
    endWith(error.kind === 'broken' ? 3 : 1, `${code}: ${message}`);
  }
}

/** What `--json` prints of a command line that cannot be followed. */
export function printUsageFault(sentence: string): void {
  const { code, message, details } = new LedgerError('REQUEST_INVALID', sentence);
  process.stdout.write(`${JSON.stringify({ error: { code, message, details } })}\n`);
}

function endWith(status: ExitStatus, line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = status;
}

/** A parser's message quotes what it read. */
function described(thrown: unknown): string {
  if (thrown instanceof SyntaxError) return 'a text does not have the expected form';
  return thrown instanceof Error ? thrown.message : 'a value that is no error was thrown';
}
