import type { VerifyResult } from '#libs/integrity';

import { plainWords } from './plain-words.js';
import { type ExitStatus, type Format, run, type Terminal } from './terminal.js';
import { verifyFile, type VerifyRequest } from './verify-file.js';

export interface VerifyCommand extends VerifyRequest {
  readonly format: Format;
}

/**
 * Verifies and prints. Exit status: 0 nothing found, 1 findings, 2 a file named on the command line cannot be used, or the bundle cannot be
 * held against the older checkpoint.
 */
export const runVerify = (command: VerifyCommand, terminal: Terminal): Promise<ExitStatus> =>
  run(command.format, terminal, async () => {
    const result = await verifyFile(command);
    terminal.out(command.format === 'json' ? `${JSON.stringify(result)}\n` : plainWords(result));
    if (!result.ok) return 1;
    if (command.sinceFile === undefined || !isNotHeld(result)) return 0;
    terminal.err(
      'error: the bundle holds no proof for the older checkpoint: it must be made with --since and its size\n',
    );
    return 2;
  });

/** Whether a bundle could not be compared with the older checkpoint; of a receipt that is not asked. */
const isNotHeld = ({ checks, receipt }: VerifyResult): boolean =>
  receipt === undefined && checks.some(({ check, ok }) => check === 'consistency' && ok === null);
