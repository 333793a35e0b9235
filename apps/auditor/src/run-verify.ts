import { plainWords } from './plain-words.js';
import { type ExitStatus, type Format, run, type Terminal } from './terminal.js';
import { verifyFile, type VerifyRequest } from './verify-file.js';

export interface VerifyCommand extends VerifyRequest {
  readonly format: Format;
}

/** Verifies and prints. Exit status: 0 nothing found, 1 findings, 2 a file named on the command line cannot be used. */
export const runVerify = (command: VerifyCommand, terminal: Terminal): Promise<ExitStatus> =>
  run(command.format, terminal, async () => {
    const result = await verifyFile(command);
    terminal.out(command.format === 'json' ? `${JSON.stringify(result)}\n` : plainWords(result));
    return result.ok ? 0 : 1;
  });
