import { fromBase64, fromUtf8, toBase64, utf8 } from './bytes.js';
import { parseTlogProof, type TlogProof } from './tlog-proof.js';

const firstLine = 'c2sp.org/tlog-proof@v1\n';
const extra = 'extra ';

/** A tlog-proof with the statement it is for: in its extra line, or apart from it. */
export interface Receipt {
  readonly proof: TlogProof;
  /** Compact JWT; absent when the proof carries none. */
  readonly jwt?: string;
}

/**
 * A receipt: a C2SP tlog-proof whose extra line is the base64 of the statement's compact JWT, so that one file can be checked alone. `proof`
 * is a tlog-proof without an extra line.
 */
export const formatReceipt = (proof: string, jwt: string): string =>
  `${firstLine}${extra}${toBase64(utf8(jwt))}\n${proof.slice(firstLine.length)}`;

/** Whether a file says that it is a tlog-proof. */
export const looksLikeReceipt = (bytes: Uint8Array): boolean =>
  fromUtf8(bytes.subarray(0, firstLine.length)) === firstLine;

/** Reads a receipt, or a proof without a statement; `undefined` when it is neither. Nothing in it is checked. */
export function parseReceipt(text: string): Receipt | undefined {
  const start = firstLine.length;
  if (!text.startsWith(firstLine + extra)) {
    const bare = parseTlogProof(text);
    return bare && { proof: bare };
  }
  const end = text.indexOf('\n', start);
  const bytes = fromBase64(text.slice(start + extra.length, end));
  const jwt = bytes && fromUtf8(bytes);
  const proof = parseTlogProof(firstLine + text.slice(end + 1));
  return proof === undefined || jwt === undefined ? undefined : { proof, jwt };
}
