import { spawn } from 'node:child_process';

import type { Ended } from './ledger-command.js';

/** Runs the auditor's own command line. */
export function auditCommand(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['dist/apps/auditor/src/main.js', ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, out, err })));
}
