import { Buffer } from 'node:buffer';
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { crc32 as zlibCrc32, deflateRawSync, inflateRawSync } from 'node:zlib';

type Alphabet = 'base64' | 'base64url';

/** SHA-256 of bytes, or of a text's UTF-8. */
export const sha256 = (data: Uint8Array | string): Uint8Array => new Uint8Array(hash('sha256', data, 'buffer'));

const keys = new Map<string, KeyObject>();
const keptKeys = 256;

/**
 * RFC 8032 verification as OpenSSL does it: cofactorless, S < L, R compared as bytes. Runs on the thread pool, so that many at
 * once use every core. A key or signature of the wrong length is false, never an error.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return Promise.resolve(false);
  return new Promise((resolve) => {
    verify(null, message, keyObject(publicKey), signature, (error, valid) => resolve(error === null && valid));
  });
}

function keyObject(publicKey: Uint8Array): KeyObject {
  const x = encodeBase64(publicKey, 'base64url');
  const known = keys.get(x);
  if (known !== undefined) return known;
  if (keys.size >= keptKeys) keys.clear();
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  keys.set(x, key);
  return key;
}

/**
 * Inflates one raw deflate stream (RFC 1951). `undefined` when it is damaged, larger than `maxOutput` bytes when inflated, or
 * followed by further bytes.
 */
export function inflateRaw(bytes: Uint8Array, maxOutput: number): Uint8Array | undefined {
  try {
    const result: unknown = inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxOutput), info: true });
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
    const whole = engine.bytesWritten === bytes.length && buffer.length <= maxOutput;
    return whole ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length) : undefined;
  } catch {
    return undefined;
  }
}

/** One raw deflate stream (RFC 1951). */
export const deflateRaw = (bytes: Uint8Array): Uint8Array => new Uint8Array(deflateRawSync(bytes));

/** CRC-32 as in zip and gzip, unsigned. */
export const crc32 = (bytes: Uint8Array): number => zlibCrc32(bytes);

/** UTF-8; a lone surrogate becomes U+FFFD. Node's own encoder is several times as fast as `TextEncoder` on the texts of a statement. */
export function encodeUtf8(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text, 'utf8');
  return new Uint8Array(buffer, byteOffset, length);
}

export const encodeBase64 = (bytes: Uint8Array, alphabet: Alphabet): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(alphabet);

/** Forgiving; callers compare with the encoding of the result. */
export const decodeBase64 = (text: string, alphabet: Alphabet): Uint8Array =>
  new Uint8Array(Buffer.from(text, alphabet));
