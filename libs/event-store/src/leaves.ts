import { compactJwt, leafHash } from '#libs/integrity';

import { type Entry, type EventStore, pageSize } from './event-store.js';

/** What of an entry makes its leaf. */
export type Signed = Pick<Entry, 'kid' | 'payload' | 'signature'>;

/** The leaf of an entry's statement. */
export const leafOf = ({ kid, payload, signature }: Signed): Uint8Array =>
  leafHash(compactJwt(kid, payload, signature));

/** How many pages of leaves are asked for before the first of them is used. */
const ahead = 2;

/** The leaves of the positions from … to − 1, in pages, as far as there are any. */
export async function* leafPages(store: EventStore, from: number, to: number): AsyncIterable<readonly Uint8Array[]> {
  const asked: Promise<readonly Uint8Array[]>[] = [];
  let next = from;
  const ask = (): void => {
    if (next >= to) return;
    const page = store.leaves(next, Math.min(pageSize, to - next));
    // Whoever stops in the middle never learns of it; whoever goes on does, below.
    page.catch(() => undefined);
    asked.push(page);
    next += pageSize;
  };
  for (let n = 0; n <= ahead; n++) ask();
  for (let page = asked.shift(); page !== undefined; page = asked.shift()) {
    const leaves = await page;
    if (leaves.length === 0) return;
    ask();
    yield leaves;
    if (leaves.length < pageSize) return;
  }
}
