import { readFile } from 'node:fs/promises';
import { LedgerError } from '#libs/ledger';
import { parseTrust, type Trust, verifyBundle, type VerifyResult } from '#libs/integrity';
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
  const trust = trustFile === undefined ? undefined : await readTrust(trustFile);
  const since = sinceFile === undefined ? undefined : (await read(sinceFile)).toString('utf8');
  const options = { ...knowledge, ...(trust && { trust }), ...(since !== undefined && { since }) };
  return verifyBundle(await read(file), options);
}

async function readTrust(file: string): Promise<Trust> {
  const trust = parseTrust((await read(file)).toString('utf8'));
  if (trust === undefined) throw new LedgerError('CONFIGURATION', `${file}: it is not a trust file (ledger-trust/1)`);
  return trust;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw new LedgerError('CONFIGURATION', `${file}: ${reason}`, { cause: error });
  }
}
