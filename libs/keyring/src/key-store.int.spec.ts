import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';

import { freshDatabase } from '#libs/testing';

import { Identifiers } from './identifiers.js';
import type { KeyStore } from './key-store.js';
import { openKeyStore } from './open-key-store.js';
import { SystemEntropy } from './system-entropy.js';

const entropy = new SystemEntropy();
const unknown = '00000000-0000-4000-8000-000000000000';

describe('The key store', () => {
  const opened: KeyStore[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-keys-'));
    folders.push(folder);
    return join(folder, 'kek');
  };
  const open = async (url: string, folder: string): Promise<KeyStore> => {
    const store = await openKeyStore({ url, keyEncryptionKeys: folder, entropy });
    opened.push(store);
    return store;
  };

  it('gives every subject a key of its own, the same one after a restart', async () => {
    const [url, folder] = [await freshDatabase('keys'), newFolder()];
    const store = await open(url, folder);
    const [one, two] = [await store.keyFor('subject-one'), await store.keyFor('subject-two')];
    expect(one.id).not.toBe(two.id);
    expect(one.bytes).toHaveLength(32);
    expect(one.bytes).not.toEqual(two.bytes);
    const restarted = await open(url, folder);
    expect(await restarted.keyFor('subject-one')).toEqual(one);
    expect(await restarted.keys([two.id, one.id, unknown])).toEqual(
      new Map([
        [one.id, one.bytes],
        [two.id, two.bytes],
      ]),
    );
    expect(await restarted.keysNamed(['subject-two', 'subject-none'])).toEqual(new Map([['subject-two', two]]));
    expect(await restarted.namesOf([two.id, unknown, one.id])).toEqual(['subject-two', 'subject-one']);
  });

  it('keeps its two secrets for ever, so that a command repeated after a restart is recognised', async () => {
    const [url, folder] = [await freshDatabase('keys'), newFolder()];
    const [one, two] = [await open(url, folder), await open(url, folder)];
    const [first, second] = await Promise.all([Identifiers.from(one), Identifiers.from(two)]);
    expect(first.eventId('http:desk', 'key', 0)).toBe(second.eventId('http:desk', 'key', 0));
    expect(first.pseudonym('i', 's', 'x')).toBe(second.pseudonym('i', 's', 'x'));
    expect(await one.secret('K_id')).not.toEqual(await one.secret('K_ps'));
  });

  it('makes one key for a subject that many processes ask for at once, also at first start', async () => {
    const [url, folder] = [await freshDatabase('keys'), newFolder()];
    const stores = await Promise.all([1, 2, 3, 4].map(() => open(url, folder)));
    const asked = Array.from({ length: 40 }, (_, n) => (stores[n % 4] as KeyStore).keyFor('subject-one'));
    const ids = (await Promise.all(asked)).map(({ id, bytes }) => `${id} ${Buffer.from(bytes).toString('hex')}`);
    expect(new Set(ids).size).toBe(1);
  });

  it('holds no key in clear, and no row that opens as another', async () => {
    const [url, folder] = [await freshDatabase('keys'), newFolder()];
    const store = await open(url, folder);
    const [one, two] = [await store.keyFor('subject-one'), await store.keyFor('subject-two')];
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    const rows = await sql<{ wrapped: Buffer }[]>`SELECT wrapped FROM data_key`;
    for (const { wrapped } of rows)
      expect([one, two].some(({ bytes }) => wrapped.includes(Buffer.from(bytes)))).toBe(false);
    await sql`UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE id = ${two.id}) WHERE id = ${one.id}`;
    await sql.end();
    await expect(store.keys([one.id])).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  it('does not start on an empty database beside the keys of an older one: repeated commands would not be recognised', async () => {
    const folder = newFolder();
    await open(await freshDatabase('keys'), folder);
    await expect(open(await freshDatabase('keys'), folder)).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  it('does not start in a database of something else', async () => {
    const url = await freshDatabase('keys');
    const sql = postgres(url, { max: 1 });
    await sql`CREATE TABLE something_else (id int)`;
    await sql.end();
    await expect(open(url, newFolder())).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  it('does not start where a key could be answered before it is on disk', async () => {
    const url = await freshDatabase('keys');
    const sql = postgres(url, { max: 1 });
    await sql.unsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
    await sql.end();
    await expect(open(url, newFolder())).rejects.toMatchObject({ code: 'STORE_UNSAFE' });
  });

  it('says so when it cannot be reached, and when the key-encryption key is not there', async () => {
    const unreachable = open('postgres://nobody:nothing@127.0.0.1:1/keys', newFolder());
    await expect(unreachable).rejects.toMatchObject({ code: 'KEY_STORE_UNAVAILABLE' });
    const [url, folder] = [await freshDatabase('keys'), newFolder()];
    const store = await open(url, folder);
    await store.keyFor('subject-one');
    rmSync(folder, { recursive: true });
    await expect(store.keyFor('subject-one')).rejects.toMatchObject({ code: 'KEY_ENCRYPTION_KEY_MISSING' });
    await expect(store.keyFor('subject-two')).rejects.toMatchObject({ code: 'KEY_ENCRYPTION_KEY_MISSING' });
    await expect(store.keys(['no uuid'])).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
