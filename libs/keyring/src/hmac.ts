import { sha256 } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

const blockLength = 64;
const hashLength = 32;

/**
 * HMAC-SHA-256 under one secret of up to 64 bytes (RFC 2104), of two hashes: Node's object for it costs more than the hashing, and every
 * command needs several.
 */
export function hmacUnder(secret: Uint8Array): (input: Uint8Array) => Uint8Array {
  if (secret.length > blockLength) throw new LedgerError('INTERNAL', `a secret has at most ${blockLength} bytes`);
  const padded = (byte: number): Buffer =>
    Buffer.from(Array.from({ length: blockLength }, (_, i) => (secret[i] ?? 0) ^ byte));
  const inner = padded(0x36);
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(hashLength)]);
  return (input) => {
    outer.set(sha256(Buffer.concat([inner, input])), blockLength);
    return sha256(outer);
  };
}
