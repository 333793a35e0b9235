import { LedgerError } from '#libs/ledger';
import { concat, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from './bytes.js';
import { sha256, verifyEd25519 } from './platform.js';

/** Signature types of C2SP signed-note that are used here: a log's own, and a witness's timestamped cosignature. */
export const noteKeyTypes = { ed25519: 0x01, cosignature: 0x04 } as const;

export interface NoteSignature {
  readonly name: string;
  /** Four bytes as lowercase hex. */
  readonly keyId: string;
  /** Without the key id. */
  readonly signature: Uint8Array;
}

/** C2SP signed-note. `text` includes its last newline; nothing in it may be believed before a signature is verified. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly type: number;
  readonly publicKey: Uint8Array;
}

const maxSignatures = 100;

/** A key name may hold neither `+` nor any space of Unicode's (U+0085 is one for Go, not for JavaScript). */
const isNoteName = (name: string): boolean => name !== '' && !/[+\s\u0085]/u.test(name.replaceAll('\ufeff', ''));

/** SHA-256(name ‖ 0x0A ‖ type ‖ key), first 4 bytes, hex. */
const noteKeyId = (name: string, type: number, publicKey: Uint8Array): string =>
  toHex(sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4));

export const verifierKey = (name: string, type: number, publicKey: Uint8Array): VerifierKey => ({
  name,
  keyId: noteKeyId(name, type, publicKey),
  type,
  publicKey,
});

/** `<name>+<key id>+<base64(type ‖ key)>`. */
export const formatVerifierKey = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;

/** Reads a vkey; `undefined` when malformed, of a type not used here, or when the id is not the key's own. */
export function parseVerifierKey(vkey: string): VerifierKey | undefined {
  const [name, keyId, encoded, ...rest] = splitVerifierKey(vkey);
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || !isNoteName(name) || bytes?.length !== 33 || rest.length > 0) return undefined;
  const [type = 0] = bytes;
  if (type !== noteKeyTypes.ed25519 && type !== noteKeyTypes.cosignature) return undefined;
  const key = verifierKey(name, type, bytes.slice(1));
  return key.keyId === keyId ? key : undefined;
}

/** Base64 may itself hold `+`, so only the first two divide. */
function splitVerifierKey(vkey: string): string[] {
  const [name = '', keyId = ''] = vkey.split('+', 2);
  return [name, keyId, vkey.slice(name.length + keyId.length + 2)];
}

/** One line: em dash, name, base64(key id ‖ signature). */
function signatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = fromHex(keyId);
  if (!isNoteName(name) || id?.length !== 4) throw new LedgerError('CONFIGURATION', 'not a note key');
  return `— ${name} ${toBase64(concat(id, signature))}\n`;
}

export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(signatureLine).join('')}`;

/** Reads a signed note, as strictly as Go's `note.Open`; `undefined` when it is not one. */
export function parseNote(note: string | Uint8Array): Note | undefined {
  const whole = fromUtf8(typeof note === 'string' ? utf8(note) : note);
  if (whole === undefined || hasControl(whole) || (typeof note === 'string' && note !== whole)) return undefined;
  const split = whole.lastIndexOf('\n\n');
  const lines = whole.slice(split + 2).split('\n');
  if (split < 0 || lines.pop() !== '' || lines.length === 0 || lines.length > maxSignatures) return undefined;
  const signatures = lines.map(parseSignatureLine);
  if (!signatures.every((signature) => signature !== undefined)) return undefined;
  return { text: whole.slice(0, split + 1), signatures };
}

/** Any control character below U+0020 except the newline. */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name, encoded, ...rest] = line.split(' ');
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (dash !== '—' || name === undefined || !isNoteName(name) || rest.length > 0) return undefined;
  if (bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

export const isBy = (signature: NoteSignature, key: VerifierKey): boolean =>
  signature.name === key.name && signature.keyId === key.keyId;

/** Two lines with one name and key id: which of them counts would be the reader's guess, so it is a finding. */
export function hasRepeatedSignature({ signatures }: Note): boolean {
  return new Set(signatures.map(({ name, keyId }) => `${name} ${keyId}`)).size < signatures.length;
}

/** Whether the note carries a line of this Ed25519 key (type 0x01), and every such line is its signature over the text. */
export async function verifyNote(note: Note, key: VerifierKey): Promise<boolean> {
  const own = note.signatures.filter((signature) => isBy(signature, key));
  if (own.length === 0 || key.type !== noteKeyTypes.ed25519) return false;
  const text = utf8(note.text);
  const valid = await Promise.all(own.map(({ signature }) => verifyEd25519(key.publicKey, text, signature)));
  return valid.every(Boolean);
}
