import { readFile } from 'node:fs/promises';
import { LedgerError } from '#libs/ledger';
import {
  looksLikeReceipt,
  parseTrust,
  type Trust,
  verifyBundle,
  verifyReceipt,
  type VerifyResult,
} from '#libs/integrity';
import { knowledge } from './knowledge.js';

/** Paths of the bundle or receipt, of the `trust.json` to pin, and of an older checkpoint that the bundle must continue. */
export interface VerifyRequest {
  readonly file: string;
  readonly trustFile?: string;
  readonly sinceFile?: string;
}

/**
 * Verifies a bundle or receipt file with no service at all. Whatever is wrong with it is in the result; `CONFIGURATION` is thrown when
 * a file cannot be read, the trust file is none, or a receipt comes without one.
 */
export async function verifyFile({ file, trustFile, sinceFile }: VerifyRequest): Promise<VerifyResult> {
  const trust = trustFile === undefined ? undefined : await readTrust(trustFile);
  const bytes = await read(file);
  if (looksLikeReceipt(bytes)) return verifyReceiptFile(file, bytes, trust);
  const since = sinceFile === undefined ? undefined : (await read(sinceFile)).toString('utf8');
  const options = { ...knowledge, ...(trust && { trust }), ...(since !== undefined && { since }) };
  return verifyBundle(bytes, options);
}

/** The statement is in the receipt, or beside it in a file of the same name that ends with `.jwt`. */
async function verifyReceiptFile(file: string, bytes: Uint8Array, trust: Trust | undefined): Promise<VerifyResult> {
  if (trust === undefined)
    throw new LedgerError('CONFIGURATION', `${file}: a receipt is checked against a trust file; give it with --trust`);
  const beside = `${file.replace(/\.tlog-proof$/, '')}.jwt`;
  const jwt = await readFile(beside, 'utf8').catch(() => undefined);
  return verifyReceipt(bytes, { trust, ...(jwt !== undefined && { jwt: jwt.trim() }) });
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
