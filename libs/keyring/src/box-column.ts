import { ciphertextsDigest, fromBase64url, fromUtf8, toBase64url, utf8 } from '#libs/integrity';
import { canonicalJson, isJsonObject, type Json, LedgerError, parseJson } from '#libs/ledger';

/** The ciphertext of one slot as it is kept beside its statement. */
export interface BoxRecord {
  /** The slot, as `persons/0/particulars`. */
  readonly path: string;
  /** Ids of the data keys, ascending. */
  readonly keys: readonly string[];
  readonly box: Uint8Array;
}

const maxBytes = 256 * 1024;

const byPath = (a: BoxRecord, b: BoxRecord): number => (a.path < b.path ? -1 : 1);

/** The stored form: UTF-8 of JCS `[{"box":"<base64url>","keys":["<uuid>",…],"path":"…"},…]` by path, at most 256 KiB. */
export function boxColumn(boxes: readonly BoxRecord[]): Uint8Array {
  const rows = [...boxes].sort(byPath).map(({ path, keys, box }) => ({ box: toBase64url(box), keys, path }));
  const bytes = utf8(canonicalJson(rows));
  if (bytes.length > maxBytes) throw new LedgerError('PAYLOAD_TOO_LARGE', 'the sealed fields exceed 256 KiB');
  return bytes;
}

/** The boxes of a stored column; `SEAL_BROKEN` when it is not of that form. */
export function readBoxColumn(column: Uint8Array): BoxRecord[] {
  const rows = parsed(column);
  if (!Array.isArray(rows)) throw new LedgerError('SEAL_BROKEN');
  return rows.map(boxRecord);
}

/** What is damaged in the store is not a mistake of whoever asks for it. */
function parsed(column: Uint8Array): Json | undefined {
  const text = fromUtf8(column);
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

/** Whether the stored boxes are those the statement commits to with its `ct` claim. */
export const ciphertextsAgree = (column: Uint8Array, ct: string): boolean =>
  ciphertextsDigest(readBoxColumn(column)) === ct;

function boxRecord(row: Json): BoxRecord {
  if (!isJsonObject(row)) throw new LedgerError('SEAL_BROKEN');
  const { box, keys, path } = row;
  const bytes = typeof box === 'string' ? fromBase64url(box) : undefined;
  if (bytes === undefined || typeof path !== 'string' || !isKeyIds(keys)) throw new LedgerError('SEAL_BROKEN');
  return { path, keys, box: bytes };
}

const isKeyIds = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
