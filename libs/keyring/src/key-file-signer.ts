import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { type Ed25519Jwk, isEd25519Jwk, Signer, thumbprint } from '#libs/integrity';
import { type Entropy, LedgerError } from '#libs/ledger';

import { createDurably, isMissing } from './durable-file.js';
import { SigningThreads } from './signing-threads.js';

/** An Ed25519 key in a JWK file that only its owner can read; from there it goes to the threads that sign, and nowhere else. */
export class KeyFileSigner extends Signer {
  private readonly threads: SigningThreads;

  private constructor(
    key: KeyObject,
    override readonly kid: string,
    override readonly publicJwk: Ed25519Jwk,
  ) {
    super();
    this.threads = new SigningThreads(key);
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
    return new Promise((resolve, reject) => this.threads.sign({ bytes, resolve, reject }));
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
