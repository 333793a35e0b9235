import { canonicalJson } from '#libs/ledger';
import { concat, toBase64url, toHex, utf8 } from './bytes.js';

const separator = Uint8Array.of(0);

/**
 * What K_id's HMAC-SHA-256 is taken over for a `jti`: JCS(["jti/1", scope, key, n]). `scope` is `http:<client>`, `kafka:<agency>`,
 * `clock` or `operator`; `key` the Idempotency-Key, [ce_source, ce_id] or the command's own name; `n` counts events from 0.
 */
export const eventIdInput = (scope: string, key: string | readonly string[], n: number): Uint8Array =>
  utf8(canonicalJson(['jti/1', scope, key, n]));

/** UUIDv8 (RFC 9562) of the first 128 bits of an HMAC: version and variant written over its bits, lowercase. */
export function uuidFromHmac(mac: Uint8Array): string {
  const bytes = mac.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What K_id's HMAC is taken over for `req`: method ‖ 0 ‖ path without query ‖ 0 ‖ raw body (Kafka: `KAFKA`, topic, inner JWS). */
export const requestInput = (method: string, path: string, body: Uint8Array): Uint8Array =>
  concat(utf8(method), separator, utf8(path), separator, body);

/** What K_ps's HMAC is taken over for `ps`: JCS([identity issuer, subject, stream]), so that it links within one stream only. */
export const pseudonymInput = (issuer: string, subject: string, sub: string): Uint8Array =>
  utf8(canonicalJson([issuer, subject, sub]));

/** 22 characters: base64url of the HMAC's first 16 bytes. */
export const pseudonym = (mac: Uint8Array): string => toBase64url(mac.slice(0, 16));
