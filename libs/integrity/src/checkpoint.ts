import { concat, fromBase64, toBase64, utf8 } from './bytes.js';
import { formatNote, isBy, type Note, noteKeyTypes, type NoteSignature, parseNote, type VerifierKey } from './note.js';
import { verifyEd25519 } from './platform.js';

/** The signed tree head: C2SP tlog-checkpoint without extension lines. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** The three lines that are signed: origin, size in decimal, root in padded base64. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads the three lines; `undefined` when there are more or fewer, or one is malformed. */
function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root, end, ...rest] = text.split('\n');
  const hash = root === undefined ? undefined : fromBase64(root);
  if (!origin || size === undefined || end !== '' || rest.length > 0 || hash?.length !== 32) return undefined;
  const count = parseDecimal(size);
  return count === undefined ? undefined : { origin, size: count, root: hash };
}

/** A decimal without leading zeros, within 2^53 − 1. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Reads a checkpoint file: the note and what it says. No signature is checked here. */
export function parseSignedCheckpoint(file: string | Uint8Array): SignedCheckpoint | undefined {
  const note = parseNote(file);
  const checkpoint = note && parseCheckpoint(note.text);
  return note && checkpoint && { checkpoint, note };
}

/** The log's signature line for a checkpoint, given the signature over `formatCheckpoint`'s bytes. */
export const formatSignedCheckpoint = (checkpoint: Checkpoint, signatures: readonly NoteSignature[]): string =>
  formatNote({ text: formatCheckpoint(checkpoint), signatures });

/** What a witness signs at `time` (POSIX seconds): C2SP tlog-cosignature, `cosignature/v1`. */
export const cosignatureInput = (time: number, text: string): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time}\n${text}`);

/** The signature field of a cosignature line: 8-byte big-endian time ‖ Ed25519 signature. */
export function formatCosignature(time: number, signature: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(time));
  return concat(head, signature);
}

/** When this witness cosigned the note, in POSIX seconds; `undefined` without a valid cosignature (type 0x04) of its key. */
export async function cosignedAt(note: Note, witness: VerifierKey): Promise<number | undefined> {
  const [line, ...more] = note.signatures.filter((signature) => isBy(signature, witness));
  if (line?.signature.length !== 72 || more.length > 0 || witness.type !== noteKeyTypes.cosignature) return undefined;
  const time = new DataView(line.signature.slice(0, 8).buffer).getBigUint64(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const message = cosignatureInput(Number(time), note.text);
  const valid = await verifyEd25519(witness.publicKey, message, line.signature.slice(8));
  return valid ? Number(time) : undefined;
}
