import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignatureBatch } from '../platform.js';
import { Findings } from './finding.js';
import { KeyRing } from './key-ring.js';
import { SignatureCheck } from './signatures.js';
import { Streams } from './stream-facts.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const x = publicKey.export({ format: 'jwk' }).x ?? '';
const kid = 'issuer';
const message = new Uint8Array(300).fill(7);
const signature = new Uint8Array(sign(null, message, privateKey));
const other = new Uint8Array(signature).fill(1, 40);

describe('more signatures than other threads have taken', () => {
  it('are verified by whoever reads, and exactly those are found that do not fit', async () => {
    const ring = new KeyRing();
    ring.add({ kid, jwk: { kty: 'OKP', crv: 'Ed25519', x }, purpose: 'issuer', addedAt: 1, addedBy: kid });
    const manifest = {
      audience: 'auditor',
      files: {},
      format: 'ledger-bundle/1',
      headsPosition: 0,
      origin: 'a',
    } as const;
    const check = new SignatureCheck(ring, new Streams(manifest));
    const [first, count] = [2, 10_000];
    const altered = new Set([2, 255, 256, 257, 3000, 6143, 6144, 7000, 8200, first + count - 1]);
    for (let position = first; position < first + count; position++) {
      const statement = { position, kid, signed: message, signature: altered.has(position) ? other : signature };
      await check.see(statement, { order: 0 });
    }
    await check.end();
    const findings = new Findings();
    expect(await check.judge(findings)).toEqual([]);
    expect(findings.list.map(({ code, position }) => ({ code, position }))).toEqual(
      [...altered].map((position) => ({ code: 'BAD_SIGNATURE', position })),
    );
  });

  it('are judged alike on this thread and on others', async () => {
    const judged = await Promise.all(
      ['verify', 'verifyHere'].map((how) => {
        const batch = new SignatureBatch();
        const key = new Uint8Array(Buffer.from(x, 'base64url'));
        for (let i = 0; i < 200; i++)
          batch.add({ publicKey: key, message, signature: i % 3 === 0 ? other : signature });
        batch.add({ publicKey: key.subarray(1), message, signature });
        return how === 'verify' ? batch.verify() : batch.verifyHere();
      }),
    );
    expect(judged[0]).toEqual(judged[1]);
    expect(judged[0]).toEqual([...Array.from({ length: 200 }, (_, i) => i % 3 !== 0), false]);
  });
});
