import { createCipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

import type { SubmitsTo } from '#libs/testing';

const enc = 'A256GCM';
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** What stands before a text in the derivation of a key: its length in four bytes. */
function sized(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

/** The one block that 256 bits need of RFC 7518 4.6.2. */
function derived(secret: Uint8Array): Uint8Array {
  const bits = Buffer.from([0, 0, 1, 0]);
  const info = Buffer.concat([sized(enc), sized(''), sized(''), bits]);
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([0, 0, 0, 1]), secret, info]))
    .digest();
}

/** A compact JWE by ECDH-ES of any bytes, with any member more in its header: what libraries refuse to make. */
export function sealedByHand(plaintext: Uint8Array, more: object, { kid, jwk }: SubmitsTo['intake']): string {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const key = derived(diffieHellman({ privateKey, publicKey: createPublicKey({ key: { ...jwk }, format: 'jwk' }) }));
  const epk = publicKey.export({ format: 'jwk' });
  const header = base64url(Buffer.from(JSON.stringify({ alg: 'ECDH-ES', enc, kid, epk, ...more })));
  const iv = Buffer.alloc(12, 7);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(header));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [header, '', base64url(iv), base64url(sealed), base64url(cipher.getAuthTag())].join('.');
}
