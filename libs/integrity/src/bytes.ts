import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, isAsciiText, readBase64 } from './platform.js';

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lowercase hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexPairs[byte];
  return text;
}

/** What `hexDigit` says of what is none: a bit that no digit has. */
export const noHexDigit = 16;
const hexDigits = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return value === -1 ? noHexDigit : value;
});

/** The value of a lowercase hex digit in a text. */
export const hexDigit = (text: string, at: number): number => hexDigits[text.charCodeAt(at)] ?? noHexDigit;

/** The bytes of lowercase hex; `undefined` for anything else, uppercase included. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  let all = 0;
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [hexDigit(text, 2 * i), hexDigit(text, 2 * i + 1)];
    all |= high | low;
    bytes[i] = (high << 4) | low;
  }
  return all < noHexDigit ? bytes : undefined;
}

/** RFC 4648 §5 without padding. */
export const toBase64url = (bytes: Uint8Array): string => encodeBase64(bytes, 'base64url');

/** The bytes of unpadded base64url; `undefined` when padded, of another alphabet or with spare bits that are not zero. */
export function fromBase64url(text: string): Uint8Array | undefined {
  const bytes = decodeBase64(text, 'base64url');
  return isBase64urlOf(text, bytes.length) && isAsciiText(text) ? bytes : undefined;
}

/** A text in its encoding as UTF-8; `text` is `undefined` when the bytes are not UTF-8. */
export interface EncodedText {
  /** In bytes. */
  readonly length: number;
  readonly text: string | undefined;
}

/** The text whose UTF-8 this is in unpadded base64url; `undefined` where `fromBase64url` gives nothing. */
export const textFromBase64url = (text: string): EncodedText | undefined =>
  isAsciiText(text) ? textFromAsciiBase64url(text) : undefined;

/** The same of a text that is known to be ASCII. */
export const textFromAsciiBase64url = (text: string): EncodedText | undefined =>
  readBase64(text, 'base64url', (bytes) =>
    isBase64urlOf(text, bytes.length) ? { length: bytes.length, text: fromUtf8(bytes) } : undefined,
  );

/** What the last character may be where two or three are left over behind the last four: then the spare bits are zero. */
const lastOfTwo = 'AQgw';
const lastOfThree = 'AEIMQUYcgkosw048';

/**
 * Whether a text that was decoded to so many bytes is their one encoding. Decoders pass over what is of no alphabet, and then find fewer
 * bytes; they take the letters of either alphabet. Node's takes a letter beyond ASCII for another one: that there is none must be known.
 */
function isBase64urlOf(text: string, bytes: number): boolean {
  const left = text.length % 4;
  if (left === 1 || bytes !== Math.floor((text.length * 3) / 4)) return false;
  if (left !== 0 && !(left === 2 ? lastOfTwo : lastOfThree).includes(text.charAt(text.length - 1))) return false;
  return !text.includes('+') && !text.includes('/');
}

/** RFC 4648 §4 with padding. */
export const toBase64 = (bytes: Uint8Array): string => encodeBase64(bytes, 'base64');

/** The bytes of padded base64; `undefined` when unpadded, of another alphabet or with spare bits that are not zero. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = decodeBase64(text, 'base64');
  return toBase64(bytes) === text ? bytes : undefined;
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
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Two surrogates stand for one character above U+FFFF: they come after all that stand for themselves. */
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
