import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { createHash, hash, randomBytes, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  crc32 as zlibCrc32,
  createDeflateRaw,
  createInflateRaw,
  deflateRawSync,
  type InflateRaw,
  inflateRawSync,
} from 'node:zlib';
import { keyObject } from './key-object.node.js';
import type { Unpacking } from './unpacking.js';

export { SignatureBatch } from './signature-batch.node.js';

type Alphabet = 'base64' | 'base64url';

/** Hashes lie side by side in it until it is full. A buffer that Node makes of a hash is memory of its own, which costs more. */
let hashes = Buffer.allocUnsafeSlow(8192);
let hashed = 0;

/** SHA-256 of bytes, or of a text's UTF-8. */
export function sha256(data: Uint8Array | string): Uint8Array {
  if (hashed === hashes.length) [hashes, hashed] = [Buffer.allocUnsafeSlow(hashes.length), 0];
  const at = hashed;
  hashed += hashes.write(hash('sha256', data, 'binary'), at, 'latin1');
  return new Uint8Array(hashes.buffer, at, 32);
}

/** 32 bits that nobody can foresee. */
export const randomWord = (): number => randomBytes(4).readUInt32LE();

/**
 * RFC 8032 verification as OpenSSL does it: cofactorless, S < L, R compared as bytes. Runs on the thread pool, so that many at
 * once use every core. A key or signature of the wrong length is false, never an error. The bytes of a key must not change afterwards.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return Promise.resolve(false);
  return new Promise((resolve) => {
    verify(null, message, keyObject(publicKey), signature, (error, valid) => resolve(error === null && valid));
  });
}

/** SHA-256 of what comes in pieces. */
export function sha256OfPieces(): { update(piece: Uint8Array): void; digest(): Uint8Array } {
  const running = createHash('sha256');
  return {
    update: (piece) => void running.update(piece),
    digest: () => new Uint8Array(running.digest()),
  };
}

/** Packed up to this, a piece is inflated at once: a stream costs more than it. */
const atOnce = 64 * 1024;
const pieceBytes = 256 * 1024;

/**
 * Inflates one raw deflate stream (RFC 1951) of `length` bytes, given in pieces, on the thread pool; of many pieces each is asked for when
 * the one before is done with. Stops soon after `maxOutput` bytes,
 * whatever more there would be; `isWhole` is true once all pieces were given out and nothing was damaged, or left over.
 */
export function inflateRaw(packed: Iterable<Uint8Array>, length: number, maxOutput: number): Unpacking {
  return length <= atOnce ? inflateAtOnce(packed, maxOutput) : inflateInPieces(packed, length, maxOutput);
}

function inflateAtOnce(packed: Iterable<Uint8Array>, maxOutput: number): Unpacking {
  let whole = false;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const bytes = Buffer.concat([...packed]);
    try {
      const result: unknown = inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxOutput), info: true });
      const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
      whole = engine.bytesWritten === bytes.length;
      if (buffer.length > 0) yield plain(buffer);
    } catch {
      whole = false;
    }
  }
  return { pieces: pieces(), isWhole: () => whole };
}

function inflateInPieces(packed: Iterable<Uint8Array>, length: number, maxOutput: number): Unpacking {
  let whole = false;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const ahead: object = { readableHighWaterMark: 4 * pieceBytes };
    const engine = createInflateRaw({ chunkSize: pieceBytes, ...ahead });
    void feed(engine, packed);
    let given = 0;
    try {
      for await (const piece of engine as AsyncIterable<Buffer>) {
        yield plain(piece);
        given += piece.length;
        if (given > maxOutput) return;
      }
      whole = engine.bytesWritten === length;
    } catch {
      whole = false;
    } finally {
      engine.destroy();
    }
  }
  return { pieces: pieces(), isWhole: () => whole };
}

/** Behind the end of the stream no piece is taken any more, and this waits for nothing. */
async function feed(engine: InflateRaw, packed: Iterable<Uint8Array>): Promise<void> {
  try {
    for (const piece of packed)
      await new Promise<void>((taken, failed) => {
        engine.write(piece, (error) => (error ? failed(error) : taken()));
      });
    engine.end();
  } catch (error) {
    engine.destroy(error as Error);
  }
}

/** One raw deflate stream (RFC 1951). */
export const deflateRaw = (bytes: Uint8Array): Uint8Array => new Uint8Array(deflateRawSync(bytes));

/** The same of what comes in pieces, on the thread pool: the bytes are those of `deflateRaw` over all of it. */
export async function* deflateRawPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(pieces);
  const engine = createDeflateRaw();
  source.on('error', (error) => engine.destroy(error));
  try {
    for await (const piece of source.pipe(engine) as AsyncIterable<Buffer>) yield plain(piece);
  } finally {
    source.destroy();
    engine.destroy();
  }
}

/** CRC-32 as in zip and gzip, unsigned; `before` is that of the bytes ahead of these. */
export const crc32 = (bytes: Uint8Array, before = 0): number => zlibCrc32(bytes, before);

/** UTF-8; a lone surrogate becomes U+FFFD. Node's own encoder is several times as fast as `TextEncoder` on the texts of a statement. */
export const encodeUtf8 = (text: string): Uint8Array => plain(Buffer.from(text, 'utf8'));

/** The text of UTF-8 bytes, a byte order mark kept; `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isAscii(bytes)) return buffer.toString('latin1');
  return isUtf8(bytes) ? buffer.toString('utf8') : undefined;
}

/** Whether a text is ASCII only: its UTF-8 is then as long as it is. */
export const isAsciiText = (text: string): boolean => Buffer.byteLength(text, 'utf8') === text.length;

/** Where a byte stands first from a place on; −1 when nowhere. Buffers compare many bytes at once, plain arrays one by one. */
export function byteFinder({ buffer, byteOffset, length }: Uint8Array): (byte: number, from: number) => number {
  const bytes = Buffer.from(buffer, byteOffset, length);
  return (byte, from) => bytes.indexOf(byte, from);
}

export const encodeBase64 = (bytes: Uint8Array, alphabet: Alphabet): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(alphabet);

/** Forgiving; callers compare with the encoding of the result. */
export const decodeBase64 = (text: string, alphabet: Alphabet): Uint8Array => plain(Buffer.from(text, alphabet));

let scratch = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * The same for bytes that `read` looks at and does not keep: the next ones take their place. Memory of its own for each statement would
 * have V8 mark its whole heap several times a second.
 */
export function readBase64<T>(text: string, alphabet: Alphabet, read: (bytes: Uint8Array) => T): T {
  if (text.length > scratch.length) scratch = Buffer.allocUnsafeSlow(2 * text.length);
  return read(scratch.subarray(0, scratch.write(text, 0, alphabet)));
}

/** The same memory without what only Node's buffers can. */
const plain = ({ buffer, byteOffset, length }: Buffer): Uint8Array => new Uint8Array(buffer, byteOffset, length);
