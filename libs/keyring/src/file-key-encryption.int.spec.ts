import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { FileKeyEncryption } from './file-key-encryption.js';
import { SystemEntropy } from './system-entropy.js';

const entropy = new SystemEntropy();
const secret = entropy.bytes(32);

describe('Key-encryption keys in files', () => {
  let folder: string;
  let keys: FileKeyEncryption;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-kek-'));
    keys = new FileKeyEncryption(join(folder, 'kek'), entropy);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileOf = (id: string): string => join(folder, 'kek', `${id}.kek`);

  it('are none before the first is made, then 32 bytes each, readable for their owner only', async () => {
    expect(await keys.ids()).toEqual([]);
    const id = entropy.uuid();
    await keys.create(id);
    expect(await keys.ids()).toEqual([id]);
    expect(statSync(fileOf(id)).size).toBe(32);
    expect(statSync(fileOf(id)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'kek')).mode & 0o777).toBe(0o700);
  });

  it('are made once: asking again changes nothing', async () => {
    const id = entropy.uuid();
    await Promise.all([keys.create(id), keys.create(id), keys.create(id)]);
    const bytes = readFileSync(fileOf(id));
    await keys.create(id);
    expect(readFileSync(fileOf(id))).toEqual(bytes);
    expect(readdirSync(join(folder, 'kek')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('unwrap what they wrapped, for the row it was wrapped for and no other', async () => {
    const [one, two] = [entropy.uuid(), entropy.uuid()];
    await keys.create(one);
    await keys.create(two);
    const wrapped = await keys.wrap(one, 'data-key a', secret);
    expect(Buffer.from(await keys.unwrap(one, 'data-key a', wrapped))).toEqual(Buffer.from(secret));
    const broken = { code: 'SEAL_BROKEN' };
    await expect(keys.unwrap(one, 'data-key b', wrapped)).rejects.toMatchObject(broken);
    await expect(keys.unwrap(two, 'data-key a', wrapped)).rejects.toMatchObject(broken);
    await expect(keys.unwrap(one, 'data-key a', wrapped.subarray(0, 20))).rejects.toMatchObject(broken);
  });

  it('unwrap nothing any more once destroyed, also when destroyed twice', async () => {
    const id = entropy.uuid();
    await keys.create(id);
    const wrapped = await keys.wrap(id, 'data-key a', secret);
    await keys.destroy(id);
    await keys.destroy(id);
    expect(await keys.ids()).not.toContain(id);
    await expect(keys.unwrap(id, 'data-key a', wrapped)).rejects.toMatchObject({ code: 'KEY_ENCRYPTION_KEY_MISSING' });
    await expect(keys.wrap(id, 'data-key a', secret)).rejects.toMatchObject({ code: 'KEY_ENCRYPTION_KEY_MISSING' });
  });

  it('are missing, and nothing else is said, where a file does not hold 32 bytes', async () => {
    const id = entropy.uuid();
    await keys.create(id);
    const wrapped = await keys.wrap(id, 'data-key a', secret);
    for (const length of [31, 16, 0]) {
      truncateSync(fileOf(id), length);
      const missing = { code: 'KEY_ENCRYPTION_KEY_MISSING', details: [{ path: id, reason: expect.any(String) }] };
      await expect(keys.unwrap(id, 'data-key a', wrapped)).rejects.toMatchObject(missing);
      await expect(keys.wrap(id, 'data-key a', secret)).rejects.toMatchObject(missing);
    }
  });

  it('are never looked for outside their folder', async () => {
    for (const id of ['', '..', '../issuer', 'a/b', entropy.uuid().toUpperCase()])
      await expect(keys.create(id)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
