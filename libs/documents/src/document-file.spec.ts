import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { SeededEntropy } from '#libs/testing';

import { decryptDocument, type DocumentKey, encryptDocument } from './document-file.js';

const seed = Date.now() % 2 ** 31;
const chunk = 65_536;
const header = 44;
const stored = chunk + 16;
const entropy = new SeededEntropy('documents');
const made = (): DocumentKey => ({ id: entropy.uuid(), bytes: entropy.bytes(32) });
const keys = [made(), made()];

const document = (size: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 2_654_435_761) >>> 24));

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  await Promise.resolve();
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const encrypted = (bytes: Uint8Array, part = chunk): Promise<Buffer> =>
  whole(encryptDocument(inParts(bytes, part), keys, entropy));
const decrypted = (file: Uint8Array, part = chunk, owners = keys): Promise<Buffer> =>
  whole(decryptDocument(inParts(file, part), owners));
const isDamaged = (file: Uint8Array, owners = keys): Promise<void> =>
  expect(decrypted(file, chunk, owners)).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });

describe(`A stored document (seed ${seed})`, () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073])(
    'of %i bytes comes back as it was, however its bytes arrive',
    async (size) => {
      const original = document(size);
      for (const part of [1_000, chunk, stored, 1_000_000]) {
        const file = await encrypted(original, part);
        expect(file).toHaveLength(header + size + 16 * Math.max(1, Math.ceil(size / chunk)));
        expect(file.subarray(0, 5).toString()).toBe('LDOC1');
        expect((await decrypted(file, part)).equals(original)).toBe(true);
      }
    },
  );

  it('of any size comes back as it was, byte by byte too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 1, max: 70_000 }),
        async (size, part) => {
          const original = document(size);
          expect((await decrypted(await encrypted(original, part), part)).equals(original)).toBe(true);
        },
      ),
      { seed, numRuns: 30 },
    );
    const small = document(300);
    expect((await decrypted(await encrypted(small, 1), 1)).equals(small)).toBe(true);
  });

  it('never gives the same file twice', async () => {
    expect((await encrypted(document(10))).equals(await encrypted(document(10)))).toBe(false);
  });

  it('is refused when it ends early, wherever it was cut', async () => {
    const file = await encrypted(document(2 * chunk + 5));
    const borders = [0, 1, 4, header - 1, header, header + 15, header + 16, header + stored, header + 2 * stored];
    for (const length of [...borders, header + stored - 1, header + stored + 1, file.length - 1])
      await isDamaged(file.subarray(0, length));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.length - 1 }), (length) => isDamaged(file.subarray(0, length))),
      { seed, numRuns: 30 },
    );
  });

  it.each([0, 1, chunk, chunk + 1])('of %i bytes is refused when anything was added to it', async (size) => {
    const file = await encrypted(document(size));
    const lastChunk = file.subarray(header + (Math.ceil(size / chunk) - 1) * stored);
    for (const more of [Buffer.alloc(1), Buffer.alloc(16), Buffer.alloc(stored), lastChunk])
      await isDamaged(Buffer.concat([file, more]));
  });

  it('is refused when one bit of it was changed', async () => {
    const file = await encrypted(document(chunk + 100));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.length * 8 - 1 }), async (bit) => {
        const altered = Buffer.from(file);
        altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        await isDamaged(altered);
      }),
      { seed, numRuns: 60 },
    );
  });

  it('is refused when chunks were exchanged, repeated or left out', async () => {
    const file = await encrypted(document(3 * chunk));
    const head = file.subarray(0, header);
    const [one, two, three] = [0, 1, 2].map((n) => file.subarray(header + n * stored, header + (n + 1) * stored)) as [
      Buffer,
      Buffer,
      Buffer,
    ];
    for (const chunks of [
      [two, one, three],
      [one, three, two],
      [one, three],
      [two, three],
      [one, one, two, three],
    ])
      await isDamaged(Buffer.concat([head, ...chunks]));
    const other = await encrypted(document(3 * chunk));
    await isDamaged(Buffer.concat([other.subarray(0, header), one, two, three]));
    await isDamaged(Buffer.concat([head, one, other.subarray(header + stored)]));
  });

  it('is read with the keys of all its subjects only, in whatever order they come', async () => {
    const [first, second] = keys as [DocumentKey, DocumentKey];
    const original = document(70_000);
    const file = await encrypted(original);
    expect((await decrypted(file, chunk, [second, first])).equals(original)).toBe(true);
    for (const owners of [[first], [second], [first, made()], [first, second, made()]]) await isDamaged(file, owners);
    await expect(decrypted(file, chunk, [])).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('hands out nothing of a chunk that was altered', async () => {
    const file = await encrypted(document(2 * chunk));
    file.writeUInt8(file.readUInt8(header + stored + 9) ^ 1, header + stored + 9);
    const parts: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const part of decryptDocument(inParts(file, chunk), keys)) parts.push(part.length);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });
    expect(parts).toEqual([chunk]);
  });
});
