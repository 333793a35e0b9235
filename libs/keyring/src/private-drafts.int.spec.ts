import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';

import { freshDatabase } from '#libs/testing';

import type { KeyStore } from './key-store.js';
import { openKeyStore } from './open-key-store.js';
import type { NewDraft } from './private-drafts.js';
import { SystemEntropy } from './system-entropy.js';

const entropy = new SystemEntropy();
const noon = Date.parse('2025-03-10T12:00:00Z');
const ann = { owner: 'ann', now: noon };
const canary = 'canary of a letter nobody else may read';
const first = '00000000-0000-8000-8000-000000000000';

describe('Private drafts', () => {
  const opened: KeyStore[] = [];
  const sessions: postgres.Sql[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await Promise.all(sessions.splice(0).map((sql) => sql.end()));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  async function open() {
    const address = await freshDatabase('drafts');
    const folder = mkdtempSync(join(tmpdir(), 'ledger-drafts-'));
    folders.push(folder);
    const store = await openKeyStore({ url: address, keyEncryptionKeys: join(folder, 'kek'), entropy });
    opened.push(store);
    const sql = postgres(address, { max: 1 });
    sessions.push(sql);
    const keyNames = async () => (await sql<{ name: string }[]>`SELECT name FROM data_key`).map(({ name }) => name);
    return { store, drafts: store.drafts, sql, keyNames, folder, address };
  }

  const draft = (more: Partial<NewDraft> = {}): NewDraft => ({
    ...{ id: entropy.uuid(), expiresAt: noon + 1000, label: 'AL KHM 1/2025', value: Buffer.from(canary) },
    ...more,
  });

  it('are read by their owner, as they were kept, and by nobody else', async () => {
    const { drafts } = await open();
    const [one, binary] = [draft(), draft({ value: Buffer.from([0, 255, 128, 10]) })];
    expect(await drafts.keep(one, ann, 5)).toBe('kept');
    expect(await drafts.keep(binary, ann, 5)).toBe('kept');
    const found = await drafts.find(one.id, ann);
    expect(found).toMatchObject({ id: one.id, revision: 0, expiresAt: one.expiresAt, label: one.label });
    expect(Buffer.from(found?.value ?? []).toString()).toBe(canary);
    expect(Buffer.from((await drafts.find(binary.id, ann))?.value ?? [])).toEqual(Buffer.from([0, 255, 128, 10]));
    expect(await drafts.find(one.id, { ...ann, owner: 'bo' })).toBeUndefined();
    expect(await drafts.list({ ...ann, owner: 'bo' }, first, 5)).toEqual([]);
    expect(await drafts.remove(one.id, { ...ann, owner: 'bo' })).toBe(false);
  });

  it('are listed page by page with their labels', async () => {
    const { drafts } = await open();
    const ids = Array.from({ length: 5 }, () => entropy.uuid()).sort();
    for (const id of ids) await drafts.keep(draft({ id, label: id.slice(0, 4) }), ann, 5);
    const page = await drafts.list(ann, first, 3);
    expect(page.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const rest = await drafts.list(ann, ids[3] ?? '', 3);
    expect(rest.map(({ label }) => label)).toEqual(ids.slice(3).map((id) => id.slice(0, 4)));
  });

  it('are bounded for each person, however many come at once, and not for others', async () => {
    const { drafts } = await open();
    const kept = await Promise.all(Array.from({ length: 12 }, () => drafts.keep(draft(), ann, 3)));
    expect(kept.filter((answer) => answer === 'kept')).toHaveLength(3);
    expect(kept.filter((answer) => answer === 'full')).toHaveLength(9);
    expect(await drafts.keep(draft(), { ...ann, owner: 'bo' }, 3)).toBe('kept');
  });

  it('are not there once they have expired, nor in the way of a new one, before they are swept', async () => {
    const { drafts } = await open();
    const one = draft();
    await drafts.keep(one, ann, 1);
    expect(await drafts.keep(one, ann, 5)).toBe('known');
    const later = { ...ann, now: one.expiresAt };
    expect(await drafts.find(one.id, later)).toBeUndefined();
    expect(await drafts.list(later, first, 5)).toEqual([]);
    expect(await drafts.keep({ ...one, expiresAt: later.now + 1000 }, later, 1)).toBe('kept');
    expect(await drafts.find(one.id, later)).toMatchObject({ revision: 0 });
  });

  it('are replaced at the revision that was seen, one of two at once', async () => {
    const { drafts } = await open();
    const one = draft();
    await drafts.keep(one, ann, 1);
    const line = { id: one.id, expiresAt: one.expiresAt, revision: 0, label: one.label };
    const texts = { label: 'KHM 2/2025', value: Buffer.from('corrected') };
    const both = await Promise.all([drafts.replace(line, ann, texts), drafts.replace(line, ann, texts)]);
    expect(both.sort()).toEqual([1, undefined]);
    expect(await drafts.find(one.id, ann)).toMatchObject({ revision: 1, label: 'KHM 2/2025' });
    expect(await drafts.replace({ ...line, revision: 1 }, { ...ann, owner: 'bo' }, texts)).toBeUndefined();
  });

  it('are destroyed with their keys when they are discarded and when they expire, and others stay', async () => {
    const { store, drafts, keyNames, sql } = await open();
    await store.keyFor('subject-one');
    const [gone, old, stays] = [draft(), draft(), draft({ expiresAt: noon + 5000 })];
    for (const each of [gone, old, stays]) await drafts.keep(each, ann, 5);
    expect(await keyNames()).toHaveLength(4);
    expect(await drafts.remove(gone.id, ann)).toBe(true);
    expect(await drafts.remove(gone.id, ann)).toBe(false);
    expect(await drafts.removeExpired(noon + 1000)).toBe(1);
    expect((await keyNames()).sort()).toEqual([`draft-${stays.id}`, 'subject-one'].sort());
    expect(await sql`SELECT id FROM draft`).toEqual([{ id: stays.id }]);
  });

  it('are swept by one process at a time', async () => {
    const { drafts, sql } = await open();
    await drafts.keep(draft(), ann, 5);
    await sql.begin(async (other) => {
      await other`SELECT pg_advisory_xact_lock(24299)`;
      expect(await drafts.removeExpired(noon + 1000)).toBe(0);
    });
    expect(await drafts.removeExpired(noon + 1000)).toBe(1);
  });

  it('survive the shredding of a subject, whose key-encryption key they shared', async () => {
    const { store, drafts } = await open();
    const one = draft();
    await drafts.keep(one, ann, 5);
    await store.keyFor('subject-one');
    await store.beginShred('subject-one');
    await store.finishShred('subject-one');
    expect(Buffer.from((await drafts.find(one.id, ann))?.value ?? []).toString()).toBe(canary);
  });

  it('show nothing of their texts in the database, and cannot be given to another person or a later day', async () => {
    const { drafts, sql } = await open();
    const one = draft();
    await drafts.keep(one, ann, 5);
    const [row] = await sql<{ label: Buffer; value: Buffer }[]>`SELECT label, value FROM draft`;
    const kept = Buffer.concat([row?.label ?? Buffer.of(), row?.value ?? Buffer.of()]);
    expect(kept.length).toBeGreaterThan(canary.length);
    for (const text of [one.label, canary]) expect(kept.includes(text)).toBe(false);
    await sql`UPDATE draft SET owner = 'bo'`;
    await expect(drafts.find(one.id, { ...ann, owner: 'bo' })).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    await sql`UPDATE draft SET owner = 'ann', expires = expires + interval '1 day'`;
    await expect(drafts.find(one.id, ann)).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  it('find room in a key store of an earlier release', async () => {
    const { sql, store, folder, address } = await open();
    const key = await store.keyFor('subject-one');
    await sql`DROP TABLE draft`;
    const again = await openKeyStore({ url: address, keyEncryptionKeys: join(folder, 'kek'), entropy });
    opened.push(again);
    expect(await again.keyFor('subject-one')).toEqual(key);
    expect(await again.drafts.keep(draft(), ann, 1)).toBe('kept');
  });
});
