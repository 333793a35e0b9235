import { runVerify } from '#apps/auditor';

import type { ExitStatus, OutputFlags } from '../terminal/failure.js';
import { refuseFolder } from '../terminal/files.js';

export interface VerifyFlags extends OutputFlags {
  readonly trust?: string;
  readonly since?: string;
}

/** Verifies a bundle offline: the auditor's own command. */
export async function verify(file: string, { trust, since, json }: VerifyFlags): Promise<ExitStatus> {
  await refuseFolder(file);
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
