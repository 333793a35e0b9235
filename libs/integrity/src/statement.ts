import { type Actor, canonicalJson, type JsonObject, LedgerError, type RecordedEvent } from '#libs/ledger';
import {
  type EncodedText,
  fromBase64url,
  fromUtf8,
  textFromAsciiBase64url,
  textFromBase64url,
  toBase64url,
  utf8,
} from './bytes.js';
import { sha256 } from './platform.js';

/** The claims of a statement; there are no others. `data` has sealed fields already replaced by `_sd` digests. */
export interface Claims {
  readonly iss: string;
  readonly jti: string;
  readonly sub: string;
  readonly rev: number;
  readonly typ: string;
  readonly ver: number;
  readonly time: string;
  readonly by: Actor;
  readonly codes?: readonly string[];
  readonly data: JsonObject;
  readonly _sd_alg?: 'sha-256';
  readonly ct?: string;
}

export interface CompactJwt<Payload = Uint8Array> {
  /** The decoded header, as text. */
  readonly header: string;
  /** The key the header names, when the header is exactly one of ours. */
  readonly kid: string | undefined;
  readonly payload: Payload;
  readonly signature: Uint8Array;
  /** The ASCII bytes `header.payload` that the signature is over. */
  readonly signed: Uint8Array;
}

/** What a payload may measure, so that its JWT fits the 65,535 bytes of a tile entry. */
export const maxPayloadBytes = 40_960;

const headerStart = '{"alg":"Ed25519","kid":"';
const headerEnd = '","typ":"ledger-event+sd-jwt"}';

/** The header's exact bytes, RFC 9864 algorithm name; `kid` is an RFC 7638 thumbprint. */
export const statementHeader = (kid: string): string => `${headerStart}${kid}${headerEnd}`;

/** What is signed: ASCII `base64url(header).base64url(payload)` (RFC 7515 §5.1). */
export const signingInput = (kid: string, payload: Uint8Array): Uint8Array => utf8(signedText(kid, payload));

/** The statement as one line, `header.payload.signature`. */
export const compactJwt = (kid: string, payload: Uint8Array, signature: Uint8Array): string =>
  `${signedText(kid, payload)}.${toBase64url(signature)}`;

const signedText = (kid: string, payload: Uint8Array): string => `${encodedHeader(kid)}.${toBase64url(payload)}`;

let lastHeader = { kid: '', text: '' };

/** Statements that follow one another are mostly signed by one key. */
function encodedHeader(kid: string): string {
  if (lastHeader.kid !== kid) lastHeader = { kid, text: toBase64url(utf8(statementHeader(kid))) };
  return lastHeader.text;
}

/** Takes a compact JWT apart without judging it. `undefined` when it is not three strict base64url parts with a UTF-8 header. */
export const parseCompactJwt = (jwt: string): CompactJwt | undefined => apart(jwt, undefined, fromBase64url);

/** The same with the payload as text; `ascii` are the JWT's own bytes where the caller has them, as many as it has characters. */
export const readCompactJwt = (jwt: string, ascii?: Uint8Array): CompactJwt<EncodedText> | undefined =>
  apart(jwt, ascii, ascii === undefined ? textFromBase64url : textFromAsciiBase64url);

function apart<Payload>(
  jwt: string,
  ascii: Uint8Array | undefined,
  read: (encoded: string) => Payload | undefined,
): CompactJwt<Payload> | undefined {
  const dot = jwt.indexOf('.');
  const lastDot = jwt.indexOf('.', dot + 1);
  if (lastDot === -1) return undefined;
  const header = readHeader(jwt.slice(0, dot));
  const payload = read(jwt.slice(dot + 1, lastDot));
  const signature = fromBase64url(jwt.slice(lastDot + 1));
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  const signed = ascii?.subarray(0, lastDot) ?? utf8(jwt.slice(0, lastDot));
  return { header: header.text, kid: header.kid, payload, signature, signed };
}

interface Header {
  readonly encoded: string;
  readonly text: string;
  readonly kid: string | undefined;
}

let lastRead: Header = { encoded: '', text: '', kid: undefined };

/** Statements that follow one another mostly have the same header. */
function readHeader(encoded: string): Header | undefined {
  if (encoded === lastRead.encoded) return lastRead;
  const bytes = fromBase64url(encoded);
  const text = bytes && fromUtf8(bytes);
  if (text !== undefined) lastRead = { encoded, text, kid: kidOf(text) };
  return text === undefined ? undefined : lastRead;
}

function kidOf(header: string): string | undefined {
  const kid = header.slice(headerStart.length, -headerEnd.length);
  return /^[A-Za-z0-9_-]{43}$/.test(kid) && header === statementHeader(kid) ? kid : undefined;
}

/** RFC 8785 bytes of the claims. Throws `PAYLOAD_TOO_LARGE` above 40,960 bytes and `JSON_VALUE` for what cannot be kept. */
export function encodePayload(claims: Claims): Uint8Array {
  const payload = utf8(canonicalJson(claims));
  if (payload.length > maxPayloadBytes)
    throw new LedgerError('PAYLOAD_TOO_LARGE', `${payload.length} bytes, at most ${maxPayloadBytes}`);
  return payload;
}

/** Reads a payload that was verified, or comes from a store that is trusted. Throws `JSON_INVALID` when it is not JSON. */
export function recordedEvent(position: number, payload: Uint8Array): RecordedEvent {
  const claims = readClaims(payload);
  return {
    position,
    id: claims.jti,
    stream: claims.sub,
    revision: claims.rev,
    type: claims.typ,
    version: claims.ver,
    time: claims.time,
    by: claims.by,
    codes: claims.codes ?? [],
    data: claims.data as RecordedEvent['data'],
  };
}

function readClaims(payload: Uint8Array): Claims {
  try {
    return JSON.parse(fromUtf8(payload) ?? '') as Claims;
  } catch {
    throw new LedgerError('JSON_INVALID', 'a stored payload');
  }
}

/** SHA-256(0x00 ‖ compact JWT), RFC 9162 §2.1.1. */
export const leafHash = (jwt: string): Uint8Array => sha256(`\0${jwt}`);

let leaf = new Uint8Array(64 * 1024);

/** The same of the JWT's ASCII bytes. */
export function leafHashOf(ascii: Uint8Array): Uint8Array {
  if (ascii.length >= leaf.length) leaf = new Uint8Array(2 * ascii.length);
  leaf.set(ascii, 1);
  return sha256(leaf.subarray(0, ascii.length + 1));
}
