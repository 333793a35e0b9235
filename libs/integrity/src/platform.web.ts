import { LedgerError } from '#libs/ledger';
import { type Ed25519Signature, mostBytes, mostSignatures } from './ed25519-signature.js';
import { Sha256 } from './sha256.web.js';
import type { Unpacking } from './unpacking.js';

type Alphabet = 'base64' | 'base64url';

const encoder = new TextEncoder();

/** UTF-8; a lone surrogate becomes U+FFFD. */
export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, a byte order mark kept; `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether a text is ASCII only. */
export const isAsciiText = (text: string): boolean => !/[^\u0000-\u007f]/.test(text);

/** Where a byte stands first from a place on; −1 when nowhere. */
export const byteFinder =
  (bytes: Uint8Array) =>
  (byte: number, from: number): number =>
    bytes.indexOf(byte, from);

/** 32 bits that nobody can foresee. */
export const randomWord = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** SHA-256 of bytes, or of a text's UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  const running = new Sha256();
  running.update(typeof data === 'string' ? encodeUtf8(data) : data);
  return running.digest();
}

/** SHA-256 of what comes in pieces. */
export const sha256OfPieces = (): { update(piece: Uint8Array): void; digest(): Uint8Array } => new Sha256();

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
const keys = new WeakMap<Uint8Array, Promise<Key>>();

/**
 * RFC 8032 verification as the browser does it, which is cofactorless with S < L as well. A key or signature of the wrong length is
 * false, never an error. The bytes of a key must not change afterwards. `CONFIGURATION` where the browser cannot tell: an old one knows no
 * Ed25519, and a page that did not come over https has no cryptography at all.
 */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return await crypto.subtle.verify('Ed25519', await imported(publicKey), signature, message);
  } catch (error) {
    if ((crypto as { readonly subtle?: unknown }).subtle === undefined || (error as Error).name === 'NotSupportedError')
      throw new LedgerError('CONFIGURATION', 'this browser cannot check signatures (Ed25519, over https)');
    return false;
  }
}

/** Signatures that are verified together. */
export class SignatureBatch {
  private readonly fits: Promise<boolean>[] = [];
  private bytes = 0;

  /** Whether it is time to verify it. */
  get isFull(): boolean {
    return this.fits.length >= mostSignatures || this.bytes >= mostBytes;
  }

  add({ publicKey, message, signature }: Ed25519Signature): void {
    this.bytes += message.length;
    this.fits.push(verifyEd25519(publicKey, message, signature));
  }

  /** Of each signature, in their order, whether it fits. */
  verify(): Promise<readonly boolean[]> {
    return Promise.all(this.fits);
  }

  /** The same: a browser has threads of its own for it. */
  verifyHere(): Promise<readonly boolean[]> {
    return this.verify();
  }
}

function imported(publicKey: Uint8Array): Promise<Key> {
  const key = keys.get(publicKey) ?? crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  keys.set(publicKey, key);
  return key;
}

/**
 * Inflates one raw deflate stream (RFC 1951), given in pieces. Stops soon after `maxOutput` bytes, whatever more there would be;
 * `isWhole` is true once all pieces were given out and nothing was damaged, or left over.
 */
export function inflateRaw(packed: Iterable<Uint8Array>, _length: number, maxOutput: number): Unpacking {
  let whole = false;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const stream = new DecompressionStream('deflate-raw');
    const reader = stream.readable.getReader();
    const fed = feed(stream.writable.getWriter(), packed);
    let given = 0;
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        const piece = read.value as Uint8Array;
        yield piece;
        given += piece.length;
        if (given > maxOutput) return;
      }
      whole = await fed;
    } catch {
      whole = false;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }
  return { pieces: pieces(), isWhole: () => whole };
}

interface Writer {
  write(piece: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** False when the stream took an end before the last piece, or the pieces ended before it. */
async function feed(writer: Writer, packed: Iterable<Uint8Array>): Promise<boolean> {
  try {
    for (const piece of packed) await writer.write(piece);
    await writer.close();
    return true;
  } catch {
    return false;
  }
}

const mostStored = 0xffff;

/** One raw deflate stream of stored blocks (RFC 1951, 3.2.4): a browser verifies, and what it writes need not be small. */
export const deflateRaw = (bytes: Uint8Array): Uint8Array => storedBlocks(bytes, 'last');

/** The same of what comes in pieces. */
export async function* deflateRawPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield storedBlocks(piece, 'more follow');
  yield storedBlocks(new Uint8Array(), 'last');
}

function storedBlocks(bytes: Uint8Array, place: 'last' | 'more follow'): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / mostStored));
  const stream = new Uint8Array(bytes.length + 5 * blocks);
  for (let block = 0; block < blocks; block++) {
    const content = bytes.subarray(block * mostStored, (block + 1) * mostStored);
    const view = new DataView(stream.buffer, block * (mostStored + 5), 5 + content.length);
    view.setUint8(0, place === 'last' && block === blocks - 1 ? 1 : 0);
    view.setUint16(1, content.length, true);
    view.setUint16(3, ~content.length & mostStored, true);
    stream.set(content, view.byteOffset + 5);
  }
  return stream;
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** CRC-32 as in zip and gzip, unsigned; `before` is that of the bytes ahead of these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

/** So many characters as arguments of one call. */
const atOnce = 8192;

export function encodeBase64(bytes: Uint8Array, alphabet: Alphabet): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += atOnce) text += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  const padded = btoa(text);
  return alphabet === 'base64' ? padded : padded.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Nothing for what is no base64; callers compare with the encoding of the result. */
export function decodeBase64(text: string, alphabet: Alphabet): Uint8Array {
  try {
    const plain = alphabet === 'base64' ? text : text.replaceAll('-', '+').replaceAll('_', '/');
    return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** The same for bytes that `read` looks at and does not keep. */
export const readBase64 = <T>(text: string, alphabet: Alphabet, read: (bytes: Uint8Array) => T): T =>
  read(decodeBase64(text, alphabet));
