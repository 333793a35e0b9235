import type { Ed25519Jwk } from './keys.js';

/** Holds one Ed25519 private key; only signatures leave it. */
export abstract class Signer {
  /** RFC 7638 thumbprint of `publicJwk`. */
  abstract readonly kid: string;
  abstract readonly publicJwk: Ed25519Jwk;
  /** The 64-byte RFC 8032 signature over `bytes`. */
  abstract sign(bytes: Uint8Array): Promise<Uint8Array>;
}
