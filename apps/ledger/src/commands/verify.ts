import { runVerify } from '#apps/auditor';

import type { ExitStatus, OutputFlags } from '../terminal/failure.js';

export interface VerifyFlags extends OutputFlags {
  readonly trust?: string;
  readonly since?: string;
}

/** Verifies a bundle offline: the auditor's own command. */
export function verify(file: string, { trust, since, json }: VerifyFlags): Promise<ExitStatus> {
  const command = {
    file,
    ...(trust !== undefined && { trustFile: trust }),
    ...(since !== undefined && { sinceFile: since }),
    format: json ? 'json' : 'words',
  } as const;
  return runVerify(command, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
}
