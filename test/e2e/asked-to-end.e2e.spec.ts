import { setTimeout as pause } from 'node:timers/promises';

import { expect, it } from '@jest/globals';

import { openEventStore, pageSize } from '#libs/event-store';
import { type Caller, freshDatabase, LedgerProcess, temporaryHome } from '#libs/testing';

import { allegationBody } from './allegation-body.js';
import { idOf, staffOf } from './answers.js';

/** Records one after the other until the ledger is gone; the ids of what was acknowledged. */
async function recordUntilGone(staff: Caller): Promise<string[]> {
  const acknowledged: string[] = [];
  for (;;) {
    const answer = await staff.post('/v1/allegations', allegationBody()).catch(() => undefined);
    if (answer === undefined) return acknowledged;
    expect(answer.status).toBe(201);
    acknowledged.push(idOf(answer, 'AllegationReceived'));
  }
}

async function allegationsIn(url: string): Promise<string[]> {
  const store = await openEventStore(url, { as: 'reader' });
  const ids: string[] = [];
  let next = 0;
  for (let page = await store.read(next, pageSize); page.length > 0; page = await store.read(next, pageSize)) {
    ids.push(...page.filter(({ stream }) => stream.startsWith('allegation-')).map(({ id }) => id));
    next += page.length;
  }
  await store.close();
  return ids;
}

it('a ledger that is asked to end while many record has told each of them what it recorded', async () => {
  const store = await freshDatabase('ending');
  const ledger = await LedgerProcess.start(temporaryHome(), undefined, { EVENT_STORE_URL: store });
  const staff = await staffOf(ledger, 'desk.one');
  const recording = Array.from({ length: 12 }, () => recordUntilGone(staff));
  await pause(1_500);
  const asked = performance.now();
  await ledger.stop();
  expect(performance.now() - asked).toBeLessThan(10_000);
  const acknowledged = (await Promise.all(recording)).flat();
  expect(acknowledged.length).toBeGreaterThan(12);
  expect(acknowledged.sort()).toEqual((await allegationsIn(store)).sort());
});
