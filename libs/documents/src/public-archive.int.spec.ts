import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { disclosureDigest } from '#libs/integrity';

import { PublicArchive } from './public-archive.js';

const hostile = ['', '.', '..', '../secret', 'none', 'a/b', '0'.repeat(63), `${'0'.repeat(64)}/..`, 'x\0'];

describe('What was published', () => {
  let folder: string;
  let archive: PublicArchive;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-public-'));
    writeFileSync(join(folder, 'secret'), 'not published');
    archive = new PublicArchive(join(folder, 'public'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is found by its digest after a restart, and no longer once it is withdrawn', async () => {
    const rendition = Buffer.from('The letter, as published');
    const digest = await archive.putDocument(rendition);
    expect(digest).toBe(createHash('sha256').update(rendition).digest('hex'));
    expect(await archive.putDocument(rendition)).toBe(digest);
    const restarted = new PublicArchive(join(folder, 'public'));
    expect(Buffer.from((await restarted.getDocument(digest)) ?? [])).toEqual(rendition);
    await archive.deleteDocument(digest);
    await archive.deleteDocument(digest);
    expect(await restarted.getDocument(digest)).toBeUndefined();
  });

  it('holds released disclosures by the digest that stands in the statement', async () => {
    const text = 'WyJzYWx0IiwibmFtZSIsInZhbHVlIl0';
    const digest = await archive.putDisclosure(text);
    expect(digest).toBe(disclosureDigest(text));
    expect(await archive.getDisclosure(digest)).toBe(text);
    await archive.deleteDisclosure(digest);
    expect(await archive.getDisclosure(digest)).toBeUndefined();
  });

  it('is not handed out once it was altered, and is named as damaged', async () => {
    const digest = await archive.putDocument(Buffer.from('The letter'));
    const field = await archive.putDisclosure('WyJzYWx0IiwibmFtZSIsIm90aGVyIl0');
    const damaged = async () => {
      const names: string[] = [];
      for await (const name of archive.damaged()) names.push(name);
      return names.sort();
    };
    expect(await damaged()).toEqual([]);
    writeFileSync(join(folder, 'public', 'documents', digest), 'The lettre');
    writeFileSync(join(folder, 'public', 'disclosures', field), 'WyJzYWx0IiwibmFtZSIsImFub3RoZXIiXQ');
    await expect(archive.getDocument(digest)).rejects.toThrow(expect.objectContaining({ code: 'DOCUMENT_DAMAGED' }));
    await expect(archive.getDisclosure(field)).rejects.toThrow(expect.objectContaining({ code: 'DOCUMENT_DAMAGED' }));
    expect(await damaged()).toEqual([digest, field].sort());
    await archive.putDocument(Buffer.from('The letter'));
    expect(await damaged()).toEqual([field]);
    await archive.deleteDisclosure(field);
  });

  it('is altered when a byte order mark stands before it', async () => {
    const text = 'WyJzYWx0IiwibmFtZSIsIm1hcmtlZCJd';
    const field = await archive.putDisclosure(text);
    writeFileSync(join(folder, 'public', 'disclosures', field), `\uFEFF${text}`);
    await expect(archive.getDisclosure(field)).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });
    await archive.deleteDisclosure(field);
  });

  it.each(hostile)('has nothing at %j, and removes nothing there', async (digest) => {
    expect(await archive.getDocument(digest)).toBeUndefined();
    expect(await archive.getDisclosure(digest)).toBeUndefined();
    await archive.deleteDocument(digest);
    await archive.deleteDisclosure(digest);
  });
});
