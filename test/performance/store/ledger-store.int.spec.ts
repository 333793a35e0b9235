import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { freshDatabase } from '#libs/testing';
import { LeafList } from './leaf-list.js';
import { openLedgerStore } from './ledger-store.js';
import { batchSize, pageSize, type StoreContender } from './store-contender.js';

describe('a benchmark that says its reading is verified', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-spec-'));
  const stream = 'handling-read_0';
  let url = '';
  let store: StoreContender;

  beforeAll(async () => {
    url = await freshDatabase('bench_ledger');
    store = await openLedgerStore(url, { folder, sign: true, leaves: new LeafList(pageSize) });
    for (let revision = 0; revision < pageSize; revision += batchSize) await store.batches[0].append(stream, revision);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('reads what was recorded', async () => {
    await store.readPage(0);
    await store.readStream(stream);
  });

  it('does not append at a revision that another event has', () =>
    expect(store.append(stream, 3)).rejects.toThrow('is not at revision 3'));

  it('does not count a page that came back short', () => expect(store.readPage(1)).rejects.toThrow('999 events'));

  it.each(['payload', 'signature'])('fails when one byte of a %s is another', async (column) => {
    const sql = postgres(url, { max: 1 });
    const flip = (): Promise<unknown> =>
      sql`UPDATE event SET ${sql(column)} = set_byte(${sql(column)}, 30, get_byte(${sql(column)}, 30) # 1) WHERE position = 777`.execute();
    await flip();
    await expect(store.readPage(0)).rejects.toThrow('position 777 is not what was recorded there');
    await expect(store.readStream(stream)).rejects.toThrow('position 777');
    await flip();
    await store.readPage(0);
    await sql.end();
  });
});
