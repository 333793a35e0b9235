import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openEventStore } from '#libs/event-store';
import { freshDatabase, runSql, SmallLedger, storedEntries } from '#libs/testing';

import { checkpointOf, insist, ServedNotary, StoredLedger } from './served-notary.js';

describe('a notary that is started on a store', () => {
  let stored: StoredLedger;
  let home: string;
  const size = 520;

  beforeAll(async () => {
    stored = await StoredLedger.of(await SmallLedger.founded());
    await stored.grow(size - stored.ledger.size);
    const served = await ServedNotary.start(stored);
    home = served.home;
    await checkpointOf(await served.as('auditor'), size);
    await served.stop();
  });
  afterAll(async () => {
    await stored.store.close();
    rmSync(home, { recursive: true });
  });

  /** The address of a store with these entries of another ledger. */
  async function storeOf(other: SmallLedger): Promise<string> {
    const url = await freshDatabase('copy');
    const store = await openEventStore(url);
    await store.append(0, storedEntries(other));
    await store.close();
    return url;
  }

  async function complaintOn(url: string): Promise<string | undefined> {
    const served = await ServedNotary.start(stored, { home, url });
    const caller = await served.as('auditor');
    const { complaint } = served.notary;
    if (complaint !== undefined) {
      expect(await caller.get('/checkpoint')).toMatchObject({ status: 503, json: { code: 'NOTARY_UNAVAILABLE' } });
      expect((await served.everyone.get('/checkpoint')).json).toMatchObject({
        detail: expect.stringContaining(complaint),
      });
      expect((await caller.get('/tile/0/000')).status).toBe(503);
    }
    await served.stop();
    return complaint;
  }

  /** The ledger told again, the same at first and otherwise from a position on. */
  async function told(from: number, until: number): Promise<SmallLedger> {
    const ledger = await SmallLedger.founded();
    while (ledger.size < until) {
      const stream = `handling-KHM-${ledger.size}-2025`;
      await ledger.record({ stream, type: ledger.size < from ? 'CaseAssigned' : 'DraftPrepared' });
    }
    return ledger;
  }

  it('that was put back from ten events before signs nothing, and says why', async () =>
    expect(await complaintOn(await storeOf(await told(size, size - 10)))).toContain(
      'the store holds 510 events, the guard remembers 520',
    ));

  it('that was put back and continued signs nothing, and says why', async () => {
    const another = 'the first 520 events are not those the guard remembers';
    expect(await complaintOn(await storeOf(await told(size - 10, size + 30)))).toContain(another);
    // Continued from within a full tile, whose hashes lie in the folder.
    expect(await complaintOn(await storeOf(await told(300, size)))).toContain(another);
  });

  it('whose guard file is missing or holds something else signs nothing, and says why', async () => {
    const guard = join(home, 'guard', 'checkpoint');
    const remembered = readFileSync(guard);
    rmSync(guard);
    expect(await complaintOn(stored.url)).toContain('The guard file is missing although the store is not empty');
    writeFileSync(guard, 'nothing');
    expect(await complaintOn(stored.url)).toContain('the guard file does not hold a checkpoint');
    writeFileSync(guard, remembered);
    expect(await complaintOn(stored.url)).toBeUndefined();
  });

  it('in which an old event was altered falls silent, though its start need not have read that one', async () => {
    const url = await storeOf(await told(size, size));
    await runSql(url, `UPDATE event SET payload = payload || 'x' WHERE position = 100`);
    const served = await ServedNotary.start(stored, { home, url });
    const complaint = await insist(() => Promise.resolve(served.notary.complaint));
    expect(complaint).toContain('an event of 96 to 127 is not the one that was logged');
    expect((await (await served.as('auditor')).get('/checkpoint')).status).toBe(503);
    await served.stop();
  });
});
