import { concat, sha256 } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

const blockLength = 64;

/**
 * HMAC-SHA-256 under one secret of up to 64 bytes (RFC 2104), of two hashes: Node's object for it costs more than the hashing, and every
 * command needs several.
 */
export function hmacUnder(secret: Uint8Array): (input: Uint8Array) => Uint8Array {
  if (secret.length > blockLength) throw new LedgerError('INTERNAL', `a secret has at most ${blockLength} bytes`);
  const padded = (byte: number): Uint8Array =>
    Uint8Array.from({ length: blockLength }, (_, i) => (secret[i] ?? 0) ^ byte);
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (input) => sha256(concat(outer, sha256(concat(inner, input))));
}
