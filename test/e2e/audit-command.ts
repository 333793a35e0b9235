import { type ChildProcess, spawn } from 'node:child_process';

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
export const audit = (...args: string[]): Promise<Audited> => auditing(...args).ended;

/** Begins to. */
export function auditing(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Audited> } {
  const child = spawn(process.execPath, ['dist/apps/auditor/src/main.js', ...args, '--json']);
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = new Promise<Audited>((resolve) =>
    child.once('close', (status) => {
      resolve({ status, json: JSON.parse(out === '' ? '{}' : out) as Audited['json'], err });
    }),
  );
  return { child, ended };
}

/** The codes of what was found. */
export const codesIn = ({ json }: Audited): string[] => json.findings.map(({ code }) => code);
