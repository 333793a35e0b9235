import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';
import { SeededEntropy } from '#libs/testing';

import { DirectoryDocumentStore } from './directory-document-store.js';
import type { DocumentKey } from './document-file.js';

const entropy = new SeededEntropy('directory');
const keys: DocumentKey[] = [{ id: entropy.uuid(), bytes: entropy.bytes(32) }];
const original = Buffer.from('The petition of an invented person. '.repeat(5_000));
const hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* parts(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield* all;
}

async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of stream) all.push(part);
  return Buffer.concat(all);
}

describe('The folder of documents', () => {
  let folder: string;
  let store: DirectoryDocumentStore;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-documents-'));
    store = new DirectoryDocumentStore(join(folder, 'documents'), entropy);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const fileOf = (address: string): string => join(folder, 'documents', address.slice(0, 2), address);
  const incoming = (): string[] => readdirSync(join(folder, 'documents', 'incoming'));

  it('keeps a document under the digest of its encrypted bytes, readable for its owner only', async () => {
    const { file, bytes, digest } = await store.put(parts(original.subarray(0, 7), original.subarray(7)), keys);
    const stored = readFileSync(fileOf(file));
    expect([hex(stored), stored.length, hex(original)]).toEqual([file, bytes, digest]);
    expect(stored.includes('petition')).toBe(false);
    expect(statSync(fileOf(file)).mode & 0o777).toBe(0o600);
    expect(incoming()).toEqual([]);
    const again = new DirectoryDocumentStore(join(folder, 'documents'), entropy);
    expect((await whole(again.get(file, keys))).equals(original)).toBe(true);
  });

  it('does not let anyone find a document by its content: the same one has another address each time', async () => {
    const [one, two] = [await store.put(parts(original), keys), await store.put(parts(original), keys)];
    expect(one.file).not.toBe(two.file);
    expect(one.digest).toBe(two.digest);
  });

  it('keeps nothing of a document whose transfer broke off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* parts(original);
      throw new LedgerError('REQUEST_INVALID', 'the connection broke');
    }
    const before = readdirSync(join(folder, 'documents')).sort();
    await expect(store.put(broken(), keys)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(incoming()).toEqual([]);
    expect(readdirSync(join(folder, 'documents')).sort()).toEqual(before);
  });

  it('hands out nothing of a file that was altered or replaced by another', async () => {
    const [one, two] = [await store.put(parts(original), keys), await store.put(parts(Buffer.from('other')), keys)];
    writeFileSync(fileOf(one.file), readFileSync(fileOf(two.file)));
    const read: Uint8Array[] = [];
    const reading = async (): Promise<void> => {
      for await (const part of store.get(one.file, keys)) read.push(part);
    };
    await expect(reading()).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });
    expect(read).toEqual([]);
  });

  it('does not open a document with the key of somebody else', async () => {
    const { file } = await store.put(parts(original), keys);
    const others = [{ id: entropy.uuid(), bytes: entropy.bytes(32) }];
    await expect(whole(store.get(file, others))).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });
  });

  it('can be left in the middle of a document', async () => {
    const { file } = await store.put(parts(original), keys);
    for await (const part of store.get(file, keys)) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    expect((await whole(store.get(file, keys))).equals(original)).toBe(true);
  });

  it('forgets a document that is deleted, also when asked twice', async () => {
    const { file } = await store.put(parts(original), keys);
    expect(await store.has(file)).toBe(true);
    await store.delete(file);
    await store.delete(file);
    expect(await store.has(file)).toBe(false);
    await expect(whole(store.get(file, keys))).rejects.toMatchObject({ code: 'DOCUMENT_UNKNOWN' });
  });

  it.each([
    '',
    '..',
    '../../etc/passwd',
    'A'.repeat(64),
    '0'.repeat(63),
    `${'0'.repeat(64)}\n`,
    `../${'0'.repeat(61)}`,
  ])('takes %j for no address', async (address) => {
    const unknown = { code: 'DOCUMENT_UNKNOWN' };
    await expect(whole(store.get(address, keys))).rejects.toMatchObject(unknown);
    await expect(store.has(address)).rejects.toMatchObject(unknown);
    await expect(store.delete(address)).rejects.toMatchObject(unknown);
  });

  it('tells of a file whether it is whole, damaged or missing, whatever stands in its place', async () => {
    const { file } = await store.put(parts(original), keys);
    const path = fileOf(file);
    expect(await store.state(file)).toBe('whole');
    const kept = join(folder, 'kept');
    renameSync(path, kept);
    expect(await store.state(file)).toBe('missing');
    symlinkSync(kept, path);
    expect(await store.state(file)).toBe('whole');
    writeFileSync(kept, 'cut');
    expect(await store.state(file)).toBe('damaged');
    rmSync(path);
    mkdirSync(path);
    expect(await store.state(file)).toBe('damaged');
    rmSync(join(path, '..'), { recursive: true });
    writeFileSync(join(path, '..'), 'no folder');
    expect(await store.state(file)).toBe('damaged');
    for (const strange of ['', '..', 'UPPER', `../${file}`]) expect(await store.state(strange)).toBe('missing');
    expect(await new DirectoryDocumentStore(join(folder, 'not made yet'), entropy).state(file)).toBe('missing');
  });
});
