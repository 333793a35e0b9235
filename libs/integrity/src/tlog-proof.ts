import { fromBase64, toBase64 } from './bytes.js';
import { parseDecimal } from './checkpoint.js';

/** C2SP tlog-proof without its optional `extra` line: a receipt beside the statement it is for. */
export interface TlogProof {
  readonly index: number;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

const proofStart = 'c2sp.org/tlog-proof@v1\nindex ';

export const formatTlogProof = ({ index, hashes, checkpoint }: TlogProof): string =>
  `${proofStart}${index}\n${formatHashes(hashes)}\n${checkpoint}`;

/** Reads a proof; `undefined` when it is not one or carries an extra line. The checkpoint in it is not looked at. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const split = text.indexOf('\n\n');
  if (!text.startsWith(proofStart) || split < 0) return undefined;
  const lineEnd = text.indexOf('\n', proofStart.length);
  const index = parseDecimal(text.slice(proofStart.length, lineEnd));
  const hashes = parseHashes(text.slice(lineEnd + 1, split + 1));
  if (index === undefined || hashes === undefined) return undefined;
  return { index, hashes, checkpoint: text.slice(split + 2) };
}

/** A consistency proof as bundles carry it: one base64 hash per line. */
export const formatHashes = (hashes: readonly Uint8Array[]): string =>
  hashes.map((hash) => `${toBase64(hash)}\n`).join('');

/** Reads hashes, one per line, at most 128; `undefined` when a line is not the base64 of 32 bytes. */
export function parseHashes(text: string): Uint8Array[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length > 128) return undefined;
  const hashes = lines.map(fromBase64);
  return hashes.every((hash) => hash?.length === 32) ? (hashes as Uint8Array[]) : undefined;
}
