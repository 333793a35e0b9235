import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { concatAll, utf8 } from './bytes.js';
import { verifyEd25519 } from './platform.js';
import { eachSigned, type SignedBatch } from './signed-batch.js';
import { SignatureBatches } from './verify/signature-batches.js';
import { VerifyingThreads } from './verifying-threads.node.js';

interface Key {
  readonly secret: KeyObject;
  readonly bytes: Uint8Array;
}

function newKey(): Key {
  const { privateKey: secret, publicKey } = generateKeyPairSync('ed25519');
  return { secret, bytes: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')) };
}

/** A text with its signature, or with one of another text. */
function signedText(key: Key, position: number, signature: 'its own' | 'another') {
  const signed = utf8(`statement ${position} ${'x'.repeat(position % 500)}`);
  const bytes = sign(null, signature === 'its own' ? signed : utf8('another'), key.secret);
  return { position, kid: '', signed, signature: new Uint8Array(bytes) };
}

function batchOf(key: Key, fitting: readonly boolean[]): SignedBatch {
  const parts = fitting.map((fits, position) => signedText(key, position, fits ? 'its own' : 'another'));
  let end = 0;
  const ends = Uint32Array.from(parts, ({ signed }) => (end += 64 + signed.length));
  return {
    publicKey: key.bytes,
    bytes: concatAll(parts.flatMap(({ signature, signed }) => [signature, signed])),
    ends,
  };
}

const here = ({ publicKey, ...batch }: SignedBatch): Promise<readonly boolean[]> =>
  Promise.all(
    eachSigned({ publicKey, ...batch }, (message, signature) => verifyEd25519(publicKey, message, signature)),
  );

describe('Threads that verify', () => {
  const batches = [newKey(), newKey(), newKey()].map((key, n) => {
    const fitting = Array.from({ length: 20 }, (_, i) => (i + n) % 3 !== 0);
    return { fitting, batch: batchOf(key, fitting) };
  });
  const expected = batches.map(({ fitting }) => fitting);

  it('say of each text whether its signature fits, and need nobody else', async () => {
    const threads = new VerifyingThreads(() => Promise.reject(new Error('a thread did not answer')));
    expect(await Promise.all(batches.map(({ batch }) => threads.verify(batch)))).toEqual(expected);
    await threads.end();
  });

  it('leave nothing unanswered when they end while it waits, nor what comes later', async () => {
    const threads = new VerifyingThreads(here);
    const answers = batches.map(({ batch }) => threads.verify(batch));
    await threads.end();
    expect(await Promise.all(answers)).toEqual(expected);
    expect(await Promise.all(batches.map(({ batch }) => threads.verify(batch)))).toEqual(expected);
  });
});

describe('The signatures of a long history', () => {
  it('are found not to fit exactly where they do not, whoever signed and however many there are', async () => {
    const keys = [newKey(), newKey()];
    const keyOf = (position: number): Key | undefined => keys[position % 1000 < 900 ? 0 : position % 2];
    const altered = new Set([0, 63, 64, 905, 1999, 2000, 2001, 2500, 2599]);
    const signatures = new SignatureBatches();
    for (let position = 0; position < 2600; position++) {
      const key = keyOf(position);
      if (key)
        await signatures.add(key.bytes, signedText(key, position, altered.has(position) ? 'another' : 'its own'));
    }
    await signatures.add(new Uint8Array(32), { position: 2600, kid: '', signed: utf8('x'), signature: utf8('short') });
    await signatures.end();
    expect([...signatures.unfit].sort((a, b) => a - b)).toEqual([...altered, 2600]);
  });
});
