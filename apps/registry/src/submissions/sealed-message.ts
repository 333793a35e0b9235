import type { KeyObject } from 'node:crypto';

import { compactDecrypt } from 'jose';

import { fromBase64url, fromUtf8, isX25519Jwk } from '#libs/integrity';
import { isJsonObject, type Json, type JsonObject, LedgerError, parseJson } from '#libs/ledger';

/** Bytes of a message; a base64 text of that size still fits into the body of a request. */
const largest = 524_288;

const keyManagementAlgorithms = ['ECDH-ES', 'ECDH-ES+A256KW'];
const contentEncryptionAlgorithms = ['A256GCM'];
const known = ['alg', 'cty', 'enc', 'epk', 'kid', 'typ'];

/** Finds the private key of an intake key in force by its id. */
export type KeyOfIntake = (kid: string) => Promise<KeyObject | undefined>;

/**
 * The text that a compact JWE (RFC 7516) to an intake key seals. Throws `SUBMISSION_UNREADABLE` for everything else: what is not such a
 * message, one that was altered, one sealed to another key. Only X25519 and AES-256-GCM are taken, nothing compressed, and no header that
 * this does not know.
 */
export async function openSealed(message: Uint8Array, keyOf: KeyOfIntake): Promise<string> {
  if (message.length > largest) throw unreadable(`larger than ${largest} bytes`);
  const text = fromUtf8(message) ?? '';
  const header = headerOf(text.slice(0, 4000).split('.', 1)[0] ?? '');
  const key = await keyOf(String(header['kid']));
  if (key === undefined) throw unreadable('the kid is not that of an intake key in force');
  try {
    const options = { keyManagementAlgorithms, contentEncryptionAlgorithms };
    const { plaintext } = await compactDecrypt(text, key, options);
    return fromUtf8(plaintext) ?? '';
  } catch {
    throw unreadable('it does not open');
  }
}

function headerOf(part: string): JsonObject {
  const header = jsonOf(part);
  if (!isJsonObject(header)) throw unreadable('it is no compact JWE');
  const more = Object.keys(header).find((name) => !known.includes(name));
  if (more !== undefined) throw unreadable('its header has a member that is not taken');
  const { alg, enc, epk } = header;
  if (typeof alg !== 'string' || !keyManagementAlgorithms.includes(alg) || enc !== 'A256GCM' || !isX25519Jwk(epk))
    throw unreadable('alg is ECDH-ES or ECDH-ES+A256KW with an X25519 epk, enc is A256GCM');
  return header;
}

function jsonOf(part: string): Json | undefined {
  const bytes = fromBase64url(part);
  const text = bytes === undefined ? undefined : fromUtf8(bytes);
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

const unreadable = (reason: string): LedgerError => new LedgerError('SUBMISSION_UNREADABLE', reason);
