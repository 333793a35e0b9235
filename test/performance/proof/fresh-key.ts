import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Ed25519Jwk, Signer, thumbprint } from '#libs/integrity';

/** An Ed25519 key made for this run; signs on the thread pool. */
export class FreshKey extends Signer {
  override readonly kid: string;
  override readonly publicJwk: Ed25519Jwk;
  readonly #key: KeyObject = generateKeyPairSync('ed25519').privateKey;

  constructor() {
    super();
    const { x } = this.#key.export({ format: 'jwk' });
    this.publicJwk = { crv: 'Ed25519', kty: 'OKP', x: x ?? '' };
    this.kid = thumbprint(this.publicJwk);
  }

  override sign(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.#key, (error, signature) => (error ? reject(error) : resolve(signature)));
    });
  }
}

/** A UUIDv8 that follows from a text. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
