import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';

import { LedgerProcess, pdfOf, seedLetter, temporaryHome } from '#libs/testing';

import { filesWith } from './answers.js';
import { Reader } from './readings-of.js';

const canary = 'canary-of-a-letter-in-work';
/** In a paragraph of which nothing becomes part of the record. */
const text = seedLetter().text.replace('\nAccording to the information received:', `\n${canary}\n$&`);

describe('a letter that was read and waits to be confirmed', () => {
  const home = temporaryHome();
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(home, '2025-03-11T09:00:00Z', { READING_DAYS: '3' });
  });
  afterAll(() => ledger.stop());

  /** What stands in the key store's database, as whoever steals it sees it. */
  async function stored() {
    const written = (name: string): string => readFileSync(join(home, 'postgres', name), 'utf8').trim();
    const sql = postgres(`postgres://postgres:${written('password')}@127.0.0.1:${written('port')}/keys`, { max: 1 });
    try {
      const drafts = await sql<Record<string, unknown>[]>`SELECT * FROM draft ORDER BY id`;
      const keys = await sql<{ name: string }[]>`SELECT name FROM data_key WHERE name LIKE 'draft-%' ORDER BY name`;
      await sql`CHECKPOINT`;
      return { drafts, keys: keys.map(({ name }) => name) };
    } finally {
      await sql.end();
    }
  }

  it('is nowhere to be read: not in databases, documents, logs or metrics, nor in what is refused', async () => {
    const clerk = await Reader.of(ledger, 'clerk.one');
    const files = [text, pdfOf(text)];
    const types = ['text/plain', 'application/pdf'];
    const kept = await Promise.all(files.map((file, i) => clerk.read(file, { type: types[i] ?? '' })));
    expect(kept.map(({ status }) => status)).toEqual([201, 201]);
    for (const { json } of kept) expect((await clerk.get(json.id)).text).toContain(canary);
    const refused = await clerk.read(text.replaceAll('Ref.:', canary));
    expect([refused.status, refused.text.includes(canary)]).toEqual([422, false]);
    const { drafts, keys } = await stored();
    expect(keys).toEqual(kept.map(({ json }) => `draft-${json.id}`).sort());
    expect(Object.keys(drafts[0] ?? {}).sort()).toEqual(['expires', 'id', 'label', 'owner', 'revision', 'value']);
    for (const { owner } of drafts) expect(owner).toMatch(/^[\w-]{22}$/);
    for (const secret of [canary, 'clerk.one']) {
      expect(filesWith(home, secret)).toEqual([]);
      expect(ledger.log()).not.toContain(secret);
      expect((await clerk.caller.get('/metrics')).text).not.toContain(secret);
    }
    // The scanner finds what does stand there.
    expect(filesWith(home, keys[0] ?? 'no key')).not.toEqual([]);
  });

  it('is not there once its days are over, and its key and its text are destroyed', async () => {
    const clerk = await Reader.of(ledger, 'clerk.one');
    const { json } = await clerk.list();
    const ids = (json as unknown as { readings: { id: string }[] }).readings.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    await ledger.stop();
    ledger = await LedgerProcess.start(home, '2025-03-14T08:00:00Z', { READING_DAYS: '3' });
    const before = await Reader.of(ledger, 'clerk.one');
    for (const id of ids) expect((await before.get(id)).status).toBe(200);
    await ledger.stop();
    ledger = await LedgerProcess.start(home, '2025-03-14T10:00:00Z', { READING_DAYS: '3' });
    const after = await Reader.of(ledger, 'clerk.one');
    expect((await after.list()).json).toEqual({ readings: [], next: null });
    for (const id of ids) {
      expect(await after.get(id)).toMatchObject({ status: 404, json: { code: 'READING_UNKNOWN' } });
      expect(await after.confirm(id)).toMatchObject({ status: 404, json: { code: 'READING_UNKNOWN' } });
    }
    for (let left = await stored(); left.drafts.length + left.keys.length > 0; left = await stored()) await pause(100);
    expect(await stored()).toEqual({ drafts: [], keys: [] });
  });

  it('leaves no key behind when it is discarded or confirmed', async () => {
    const clerk = await Reader.of(ledger, 'clerk.one');
    const [one, two] = [await clerk.read(text), await clerk.read(text)];
    expect((await stored()).keys).toHaveLength(2);
    expect((await clerk.discard(one.json.id)).status).toBe(204);
    expect((await clerk.confirm(two.json.id)).status).toBe(201);
    expect(await stored()).toEqual({ drafts: [], keys: [] });
    for (const folder of ['documents', 'public', 'staged'])
      expect(filesWith(home, canary).filter((path) => path.startsWith(folder))).toEqual([]);
    expect(ledger.log()).not.toContain(canary);
  });
});
