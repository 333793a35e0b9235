import { generateKeyPairSync, verify } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import { describe, expect, it } from '@jest/globals';

import { SigningThreads } from './signing-threads.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const textsOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, n) => new Uint8Array(Buffer.from(`statement ${n} ${'x'.repeat(n * 7)}`)));

const signAll = (threads: SigningThreads, texts: readonly Uint8Array[]): Promise<Uint8Array[]> =>
  Promise.all(
    texts.map((bytes) => new Promise<Uint8Array>((resolve, reject) => threads.sign({ bytes, resolve, reject }))),
  );

const areSigned = (texts: readonly Uint8Array[], signatures: readonly Uint8Array[]): boolean[] =>
  texts.map((text, n) => verify(null, text, publicKey, signatures[n] ?? new Uint8Array(64)));

describe('Threads that sign', () => {
  it.each([1, 2, 7, 8, 9, 100])('give each of %i texts that come together its own signature', async (count) => {
    const threads = new SigningThreads(privateKey);
    const texts = textsOf(count);
    expect(areSigned(texts, await signAll(threads, texts))).toEqual(texts.map(() => true));
    await threads.end();
  });

  it('leave no text unsigned when they end while it waits, nor any that comes later', async () => {
    const threads = new SigningThreads(privateKey);
    const texts = textsOf(200);
    const signing = signAll(threads, texts);
    await Promise.resolve();
    await threads.end();
    expect(areSigned(texts, await signing)).toEqual(texts.map(() => true));
    expect(areSigned(texts, await signAll(threads, texts))).toEqual(texts.map(() => true));
  });

  it('run a program that signs texts one behind the other', async () => {
    const program = new Worker(new URL('./signing-thread.js', import.meta.url), { workerData: privateKey });
    const texts = textsOf(3);
    const bytes = new Uint8Array(Buffer.concat(texts));
    const ends = Uint32Array.from(texts, (_, n) => texts.slice(0, n + 1).reduce((sum, { length }) => sum + length, 0));
    const answer = new Promise<Uint8Array>((resolve, reject) => program.once('message', resolve).once('error', reject));
    program.postMessage({ bytes, ends });
    const signatures = await answer;
    expect(signatures).toHaveLength(3 * 64);
    const each = texts.map((_, n) => signatures.subarray(n * 64, (n + 1) * 64));
    expect(areSigned(texts, each)).toEqual([true, true, true]);
    await program.terminate();
  });
});
