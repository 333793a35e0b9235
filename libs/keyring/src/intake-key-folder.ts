import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createDurably, isMissing } from '#libs/files';
import { isX25519Jwk, thumbprint, type X25519Jwk } from '#libs/integrity';
import { type Entropy, LedgerError } from '#libs/ledger';

/** A key that agencies seal their submissions to. */
export interface IntakeKey {
  readonly kid: string;
  readonly publicJwk: X25519Jwk;
  readonly privateKey: KeyObject;
}

const suffix = '.jwk';

/** X25519 keys as files `<kid>.jwk` in one folder, readable for their owner only; those of several registries of a ledger are the same. */
export class IntakeKeyFolder {
  constructor(
    private readonly folder: string,
    private readonly entropy: Entropy,
  ) {}

  /** Throws `CONFIGURATION` when a file holds something else than an X25519 private key. */
  async all(): Promise<readonly IntakeKey[]> {
    const names = (await this.names()).filter((name) => name.endsWith(suffix) && !name.startsWith('.'));
    return Promise.all(names.sort().map(async (name) => keyOf(await readFile(join(this.folder, name), 'utf8'))));
  }

  /** Makes a key, durable before this returns. */
  async make(): Promise<IntakeKey> {
    const text = JSON.stringify(generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }));
    const key = keyOf(text);
    const temporary = join(this.folder, `.${this.entropy.uuid()}`);
    await createDurably(join(this.folder, `${key.kid}${suffix}`), temporary, Buffer.from(text));
    return key;
  }

  private async names(): Promise<string[]> {
    try {
      return await readdir(this.folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

function keyOf(text: string): IntakeKey {
  try {
    const privateKey = createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' });
    const { crv, kty, x } = privateKey.export({ format: 'jwk' });
    const publicJwk: unknown = { crv, kty, x };
    if (isX25519Jwk(publicJwk)) return { kid: thumbprint(publicJwk), publicJwk, privateKey };
  } catch {
    // What is wrong with it may quote the key; the sentence below says enough.
  }
  throw new LedgerError('CONFIGURATION', 'a file of an intake key does not hold an X25519 private key as JWK');
}
