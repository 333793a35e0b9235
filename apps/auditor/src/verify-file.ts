import { readFileSync } from 'node:fs';
import { LedgerError } from '#libs/ledger';
import { parseTrust, type Trust, verifyBundle, type VerifyResult } from '#libs/integrity';
import { FileBytes } from './file-bytes.js';
import { knowledge } from './knowledge.js';

/** Paths of the bundle, of the `trust.json` to pin, and of an older checkpoint that the bundle must continue. */
export interface VerifyRequest {
  readonly file: string;
  readonly trustFile?: string;
  readonly sinceFile?: string;
}

/**
 * Verifies a bundle file with no service at all. Whatever is wrong with the bundle is in the result; `CONFIGURATION` is thrown when
 * a file cannot be read, or the trust file is none.
 */
export async function verifyFile({ file, trustFile, sinceFile }: VerifyRequest): Promise<VerifyResult> {
  const trust = trustFile === undefined ? undefined : readTrust(trustFile);
  const since = sinceFile === undefined ? undefined : readText(sinceFile);
  const options = { ...knowledge, ...(trust && { trust }), ...(since !== undefined && { since }) };
  const bytes = reading(file, () => FileBytes.open(file));
  try {
    return await verifyBundle(bytes, options);
  } finally {
    bytes.close();
  }
}

/** The `trust.json` to pin. Throws `CONFIGURATION` when it cannot be read, or is none. */
export function readTrust(file: string): Trust {
  const trust = parseTrust(readText(file));
  if (trust === undefined) throw new LedgerError('CONFIGURATION', `${file}: it is not a trust file (ledger-trust/1)`);
  return trust;
}

/** The text of a file named on the command line. Throws `CONFIGURATION` when it cannot be read. */
export const readText = (file: string): string => reading(file, () => readFileSync(file, 'utf8'));

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new LedgerError('CONFIGURATION', `${file}: ${reason}`, { cause: error });
  }
}
