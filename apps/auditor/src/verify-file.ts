import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { LedgerError } from '#libs/ledger';
import {
  type ByteSource,
  largestReceipt,
  looksLikeReceipt,
  parseSignedCheckpoint,
  parseTrust,
  type Trust,
  verifyBundle,
  verifyReceipt,
  type VerifyResult,
} from '#libs/integrity';
import { FileBytes } from './file-bytes.js';
import { knowledge } from './knowledge.js';

/** Paths of the bundle or receipt, of the `trust.json` to pin, and of an older checkpoint that the bundle must continue. */
export interface VerifyRequest {
  readonly file: string;
  readonly trustFile?: string;
  readonly sinceFile?: string;
}

/**
 * Verifies a bundle or receipt file with no service at all. Whatever is wrong with it is in the result; `CONFIGURATION` is thrown when
 * a file cannot be read, the trust file or the older checkpoint is none, or a receipt comes without a trust file.
 */
export async function verifyFile({ file, trustFile, sinceFile }: VerifyRequest): Promise<VerifyResult> {
  collectSeldom();
  const trust = trustFile === undefined ? undefined : readTrust(trustFile);
  const since = sinceFile === undefined ? undefined : readCheckpoint(sinceFile);
  const options = { ...knowledge, ...(trust && { trust }), ...(since !== undefined && { since }) };
  const bytes = reading(file, () => FileBytes.open(file));
  try {
    const receipt = receiptIn(bytes);
    return await (receipt === undefined ? verifyBundle(bytes, options) : verifyReceiptFile(file, receipt, trust));
  } finally {
    bytes.close();
  }
}

/**
 * Of what a long bundle is read into, little stays. V8 would mark all that stays again for every few mebibytes that are dropped, dozens of
 * times in a million statements: it may let the heap grow to four times what stayed.
 */
const collectSeldom = (): void => setFlagsFromString('--heap-growing-percent=300');

/** The whole file, when it begins as a receipt does; of one that is longer than any receipt enough for that to be found. */
function receiptIn(bytes: ByteSource): Uint8Array | undefined {
  const start = bytes.slice(0, Math.min(bytes.length, largestReceipt + 1));
  return looksLikeReceipt(start) ? start : undefined;
}

/** The statement is in the receipt, or beside it in a file of the same name that ends with `.jwt`. */
async function verifyReceiptFile(file: string, bytes: Uint8Array, trust: Trust | undefined): Promise<VerifyResult> {
  if (trust === undefined)
    throw new LedgerError(
      'CONFIGURATION',
      `${file}: a receipt is checked against a trust file, which the ledger serves at /trust; give it with --trust`,
    );
  const beside = `${file.replace(/\.tlog-proof$/, '')}.jwt`;
  const jwt = existsSync(beside) ? readText(beside) : undefined;
  return verifyReceipt(bytes, { trust, ...(jwt !== undefined && { jwt: jwt.trim() }) });
}

/** The `trust.json` to pin. Throws `CONFIGURATION` when it cannot be read, or is none. */
export function readTrust(file: string): Trust {
  const trust = parseTrust(readText(file));
  if (trust === undefined) throw new LedgerError('CONFIGURATION', `${file}: it is not a trust file (ledger-trust/1)`);
  return trust;
}

/** The text of a checkpoint; whose it is, is for the verification to say. Throws `CONFIGURATION` when it is none. */
function readCheckpoint(file: string): string {
  const text = readText(file);
  if (parseSignedCheckpoint(text) !== undefined) return text;
  throw new LedgerError('CONFIGURATION', `${file}: it is not a checkpoint (C2SP tlog-checkpoint)`);
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
