import { isJsonObject, type Json, parseJson } from '#libs/ledger';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from './bytes.js';
import { type Ed25519Jwk, publicKeyBytes } from './keys.js';
import { verifyEd25519 } from './platform.js';

/** A compact JWS of another agency, read but not yet believed. */
export interface SignedMessage {
  /** The key that it says it is signed by. */
  readonly kid: string;
  readonly payload: Uint8Array;
  isSignedBy(jwk: Ed25519Jwk): Promise<boolean>;
}

/** Signing input of a message of this type: a compact JWS without its signature. */
export const signedMessageInput = (kid: string, typ: string, payload: Uint8Array): Uint8Array =>
  utf8(`${toBase64url(utf8(`{"alg":"Ed25519","kid":"${kid}","typ":"${typ}"}`))}.${toBase64url(payload)}`);

/**
 * The message of a compact JWS (RFC 7515) whose header has exactly `alg` Ed25519 (RFC 9864), `kid` and this `typ`; `undefined` for anything
 * else, a header that names a member twice and base64url with spare bits included.
 */
export function readSignedMessage(jws: string, typ: string): SignedMessage | undefined {
  const [header = '', body = '', seal = '', ...more] = jws.split('.');
  const [kid, payload, signature] = [kidOf(headerOf(header), typ), fromBase64url(body), fromBase64url(seal)];
  if (more.length > 0 || kid === undefined || payload === undefined || signature?.length !== 64) return undefined;
  const input = utf8(`${header}.${body}`);
  return { kid, payload, isSignedBy: (jwk) => verifyEd25519(publicKeyBytes(jwk), input, signature) };
}

function headerOf(part: string): Json | undefined {
  const bytes = part.length > 1000 ? undefined : fromBase64url(part);
  const text = bytes === undefined ? undefined : fromUtf8(bytes);
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

function kidOf(header: Json | undefined, expected: string): string | undefined {
  if (!isJsonObject(header) || Object.keys(header).sort().join() !== 'alg,kid,typ') return undefined;
  const { alg, kid, typ } = header;
  return alg === 'Ed25519' && typ === expected && typeof kid === 'string' ? kid : undefined;
}
