import { spawn } from 'node:child_process';

import type { Finding } from '#libs/integrity';

/** How `ledger-audit … --json` ended. */
export interface Audited {
  readonly status: number | null;
  readonly json: {
    readonly ok: boolean;
    readonly trust?: 'pinned' | 'first-use';
    readonly findings: readonly Finding[];
    readonly [more: string]: unknown;
  };
  readonly err: string;
}

/** Runs the auditor's command line to its end. */
export function audit(...args: string[]): Promise<Audited> {
  const child = spawn(process.execPath, ['dist/apps/auditor/src/main.js', ...args, '--json']);
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) =>
    child.once('close', (status) => {
      resolve({ status, json: JSON.parse(out === '' ? '{}' : out) as Audited['json'], err });
    }),
  );
}

/** The codes of what was found. */
export const codesIn = ({ json }: Audited): string[] => json.findings.map(({ code }) => code);
