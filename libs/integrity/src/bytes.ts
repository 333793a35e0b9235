import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from './platform.js';

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lowercase hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexPairs[byte];
  return text;
}

/** The bytes of lowercase hex; `undefined` for anything else, uppercase included. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** RFC 4648 §5 without padding. */
export const toBase64url = (bytes: Uint8Array): string => encodeBase64(bytes, 'base64url');

/** The bytes of unpadded base64url; `undefined` when padded, of another alphabet or with spare bits that are not zero. */
export const fromBase64url = (text: string): Uint8Array | undefined => strictly(text, 'base64url');

/** RFC 4648 §4 with padding. */
export const toBase64 = (bytes: Uint8Array): string => encodeBase64(bytes, 'base64');

/** The bytes of padded base64; `undefined` when unpadded, of another alphabet or with spare bits that are not zero. */
export const fromBase64 = (text: string): Uint8Array | undefined => strictly(text, 'base64');

/** Platform decoders forgive almost everything; one byte string has one text only when encoding it again gives that text. */
function strictly(text: string, alphabet: 'base64' | 'base64url'): Uint8Array | undefined {
  const bytes = decodeBase64(text, alphabet);
  return encodeBase64(bytes, alphabet) === text ? bytes : undefined;
}

export const utf8 = (text: string): Uint8Array => encodeUtf8(text);

/** The text of UTF-8 bytes, a byte order mark kept; `undefined` when they are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string | undefined => decodeUtf8(bytes);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => concatAll(parts);

/** The same for a list of any length; arguments are limited by the call stack. */
export function concatAll(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => compareBytes(a, b) === 0;

/** Negative, zero or positive: unsigned bytes from the left, a prefix before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Order of two texts by their UTF-8 bytes, which differs from JavaScript's own order above U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return beyondLatin.test(a) || beyondLatin.test(b) ? compareBytes(utf8(a), utf8(b)) : a < b ? -1 : 1;
}

const beyondLatin = /[^\u0000-\u007f]/;
