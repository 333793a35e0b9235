import { LedgerError } from '#libs/ledger';
import { plainWords } from './plain-words.js';
import { verifyFile, type VerifyRequest } from './verify-file.js';

export interface VerifyCommand extends VerifyRequest {
  readonly format: 'json' | 'words';
}

/** Where a command writes: results to `out`, refusals to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** Verifies and prints. Exit status: 0 nothing found, 1 findings, 2 a file named on the command line cannot be used. */
export async function runVerify(command: VerifyCommand, terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const result = await verifyFile(command);
    terminal.out(command.format === 'json' ? `${JSON.stringify(result)}\n` : plainWords(result));
    return result.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    terminal.err(`error: ${error.details.map(({ reason }) => reason).join('; ')}\n`);
    return 2;
  }
}
