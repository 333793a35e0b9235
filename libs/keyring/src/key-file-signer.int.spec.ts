import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { publicKeyBytes, thumbprint, utf8, verifyEd25519 } from '#libs/integrity';

import { KeyFileSigner } from './key-file-signer.js';
import { SystemEntropy } from './system-entropy.js';

describe('A signing key in a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-signer-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const open = (name: string): Promise<KeyFileSigner> => KeyFileSigner.open(join(folder, name), new SystemEntropy());

  it('is made at first start, readable for its owner only, and stays the same', async () => {
    const signer = await open('keys/issuer.jwk');
    expect(statSync(join(folder, 'keys/issuer.jwk')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'keys'))).toEqual(['issuer.jwk']);
    expect(signer.kid).toBe(thumbprint(signer.publicJwk));
    expect(Object.keys(signer.publicJwk).sort()).toEqual(['crv', 'kty', 'x']);
    expect((await open('keys/issuer.jwk')).kid).toBe(signer.kid);
  });

  it('is one and the same for many that start at once', async () => {
    const kids = await Promise.all(Array.from({ length: 20 }, async () => (await open('race.jwk')).kid));
    expect(new Set(kids).size).toBe(1);
  });

  it('signs what anyone can verify with its public key', async () => {
    const signer = await open('issuer.jwk');
    const message = utf8('a statement');
    const signature = await signer.sign(message);
    expect(signature).toHaveLength(64);
    expect(await verifyEd25519(publicKeyBytes(signer.publicJwk), message, signature)).toBe(true);
    expect(await verifyEd25519(publicKeyBytes(signer.publicJwk), utf8('another'), signature)).toBe(false);
  });

  it('signs each of many texts as it signs one', async () => {
    const signer = await open('issuer.jwk');
    const messages = Array.from({ length: 20 }, (_, n) => utf8(`statement ${n}`));
    const signatures = await Promise.all(messages.map((message) => signer.sign(message)));
    const key = publicKeyBytes(signer.publicJwk);
    const verified = messages.map((message, n) => verifyEd25519(key, message, signatures[n] ?? new Uint8Array(0)));
    expect(await Promise.all(verified)).toEqual(messages.map(() => true));
  });

  it.each(['', 'x', '{}', '{"crv":"X25519","kty":"OKP","x":"AA"}', '{"kty":"oct","k":"AAAA"}'])(
    'is refused when the file holds %j, without quoting it',
    async (text) => {
      writeFileSync(join(folder, 'wrong.jwk'), text);
      await expect(open('wrong.jwk')).rejects.toMatchObject({
        code: 'CONFIGURATION',
        details: [{ reason: 'a key file does not hold an Ed25519 private key as JWK' }],
      });
    },
  );
});
