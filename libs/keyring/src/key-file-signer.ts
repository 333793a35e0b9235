import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { createDurably, isMissing } from '#libs/files';
import { type Ed25519Jwk, isEd25519Jwk, Signer, thumbprint } from '#libs/integrity';
import { type Entropy, LedgerError } from '#libs/ledger';

/**
 * An Ed25519 key in a JWK file that only its owner can read. The first text of a turn of the event loop is signed at once, which is
 * quicker than the way to another thread and back; more are signed on the thread pool, so that many signatures use every core.
 */
export class KeyFileSigner extends Signer {
  private signedThisTurn = false;

  private constructor(
    private readonly key: KeyObject,
    override readonly kid: string,
    override readonly publicJwk: Ed25519Jwk,
  ) {
    super();
  }

  /** The key of the file, made at first start. Throws `CONFIGURATION` when the file holds something else. */
  static async open(path: string, entropy: Entropy): Promise<KeyFileSigner> {
    const text = (await readKey(path)) ?? (await makeKey(path, entropy));
    try {
      const key = createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' });
      const { crv, kty, x } = key.export({ format: 'jwk' });
      const jwk: unknown = { crv, kty, x };
      if (isEd25519Jwk(jwk)) return new KeyFileSigner(key, thumbprint(jwk), jwk);
    } catch {
      // What is wrong with it may quote the key; the sentence below says enough.
    }
    throw new LedgerError('CONFIGURATION', 'a key file does not hold an Ed25519 private key as JWK');
  }

  override sign(bytes: Uint8Array): Promise<Uint8Array> {
    if (!this.signedThisTurn) {
      this.signedThisTurn = true;
      setImmediate(() => (this.signedThisTurn = false));
      return Promise.resolve(sign(null, bytes, this.key));
    }
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.key, (error, signature) => (error === null ? resolve(signature) : reject(error)));
    });
  }
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function makeKey(path: string, entropy: Entropy): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = JSON.stringify(privateKey.export({ format: 'jwk' }));
  await createDurably(path, `${path}.${entropy.uuid()}`, Buffer.from(text));
  return (await readKey(path)) ?? text;
}
