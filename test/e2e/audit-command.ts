import type { ChildProcess } from 'node:child_process';

import type { Finding } from '#libs/integrity';

import { begunProgram, type Ended } from './ledger-command.js';

const program = 'dist/apps/auditor/src/main.js';

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
  const { child, ended } = begunProgram(program, [...args, '--json']);
  const read = ({ status, out, err }: Ended): Audited => ({
    ...{ status, err },
    json: JSON.parse(out === '' ? '{}' : out) as Audited['json'],
  });
  return { child, ended: ended.then(read) };
}

/** Runs it as a person does, who reads what it prints. */
export const auditInWords = (args: readonly string[], env?: Record<string, string>): Promise<Ended> =>
  begunProgram(program, args, env).ended;

/** The codes of what was found. */
export const codesIn = ({ json }: Audited): string[] => json.findings.map(({ code }) => code);
