import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { SystemEntropy } from '#libs/keyring';

import { type Spool, Spools } from './spool.js';

const folder = mkdtempSync(join(tmpdir(), 'spool-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = Buffer.from(Array.from({ length: 200_001 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));

async function written(...lengths: number[]): Promise<{ spool: Spool; digest: string }> {
  const spool = await new Spools(folder, new SystemEntropy()).open();
  for (let [at, n] = [0, 0]; at < bytes.length; at += lengths[n++ % lengths.length] ?? 1)
    await spool.write(bytes.subarray(at, at + (lengths[n % lengths.length] ?? 1)));
  return { spool, digest: await spool.end() };
}

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

describe('bytes laid by on disk', () => {
  it('come back as they were, in whatever pieces they are written and wherever they are read', async () => {
    for (const lengths of [[65_536], [1, 70_000, 5], [999], [200_001], [131_072, 3]]) {
      const { spool, digest } = await written(...lengths);
      expect(spool.length).toBe(bytes.length);
      expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect((await all(spool.pieces())).equals(bytes)).toBe(true);
      for (const [from, length] of [
        [0, 1],
        [65_530, 12],
        [65_536, 65_536],
        [199_000, 1001],
        [5, 0],
      ] as const) {
        expect(Buffer.from(await spool.read(from, length))).toEqual(bytes.subarray(from, from + length));
        expect(await all(spool.pieces(from, length))).toEqual(bytes.subarray(from, from + length));
      }
      await spool.close();
    }
  });

  it('have no name, so that nothing of them outlives the process', async () => {
    const { spool } = await written(65_536);
    expect(readdirSync(folder)).toEqual([]);
    await spool.close();
  });

  it('stay until whoever reads them has read them', async () => {
    const { spool } = await written(65_536);
    const reading = spool.pieces();
    const first = await reading.next();
    await spool.close();
    const rest = await all(reading);
    expect(Buffer.concat([first.value ?? new Uint8Array(), rest]).equals(bytes)).toBe(true);
    await expect(spool.read(0, 1)).rejects.toThrow();
  });
});
