import { setTimeout as pause } from 'node:timers/promises';

import { LedgerError } from '#libs/ledger';

import type { Caller } from './running-ledger.js';

/** Orders a bundle about Cambodia and fetches it when it is done. */
export async function bundleFrom(caller: Caller, audience: 'addressee' | 'public'): Promise<Uint8Array> {
  const { json } = await caller.post('/v1/bundles', { code: 'KHM', audience });
  const path = `/v1/bundles/${(json as { id: string }).id}`;
  for (let waited = 0; waited < 300; waited++) {
    const answer = await caller.get(path);
    if (answer.json === undefined) return answer.bytes;
    const { state, code } = answer.json as { state: string; code?: string };
    if (state !== 'working') throw new LedgerError('INTERNAL', `the bundle ${state}: ${code}`);
    await pause(100);
  }
  throw new LedgerError('INTERNAL', 'the bundle was not made in 30 s');
}
