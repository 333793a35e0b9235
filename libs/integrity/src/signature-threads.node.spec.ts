import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignatureBatch } from './platform.node.js';
import type { PackedSignatures } from './signature-thread.node.js';
import { verifyOnThread } from './signature-threads.node.js';

const packed = (keys: readonly KeyObject[]): PackedSignatures => ({
  ...{ keys, keyOf: Int32Array.from([0]), starts: Int32Array.from([64]), ends: Int32Array.from([64]) },
  bytes: new Uint8Array(new SharedArrayBuffer(64)),
});
/** What ends the thread that is given it, as too little memory would. */
const fatal = (): PackedSignatures => packed(['no key' as unknown as KeyObject]);
const harmless = (): PackedSignatures => packed([]);
/** As many as there can be threads, so that everything behind them waits for one that ends. */
const fatalForAll = () => Array.from({ length: 4 }, () => verifyOnThread(fatal()));

describe('a thread for signatures that ends before its time', () => {
  it('leaves nobody waiting behind it, and another takes its place', async () => {
    const asked = [...fatalForAll(), ...Array.from({ length: 4 }, () => verifyOnThread(harmless()))];
    const answers = await Promise.allSettled(asked);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'));
    expect(await verifyOnThread(harmless())).toEqual([false]);
  });

  it('leaves no signature unjudged', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
    const batch = new SignatureBatch();
    for (let i = 0; i < 200; i++) {
      const signature = new Uint8Array(sign(null, Uint8Array.of(i), privateKey));
      batch.add({ publicKey: raw, message: Uint8Array.of(i === 150 ? 0 : i), signature });
    }
    const ended = Promise.allSettled(fatalForAll());
    expect(await batch.verify()).toEqual(Array.from({ length: 200 }, (_, i) => i !== 150));
    await ended;
  });
});
