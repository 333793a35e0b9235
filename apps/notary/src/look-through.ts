import { setTimeout as pause } from 'node:timers/promises';

import type { EventStore } from '#libs/event-store';
import { concat, equalBytes, type TileTree } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

const tileWidth = 256;
/** How much longer it rests than it works, so that nobody who asks for a proof notices. */
const restful = 99;

/**
 * Makes the leaf of every event of the store again, slowly, and holds it against the tree that was signed: a start trusts the tiles, and an
 * old event that was altered since would never be read. Says which tile's events are others; `undefined` when all are as they were.
 */
export async function lookThrough(
  store: EventStore,
  tree: TileTree,
  signal: AbortSignal,
): Promise<LedgerError | undefined> {
  const tiles = Math.floor(tree.size / tileWidth);
  for (let index = 0; index < tiles && !signal.aborted; index++) {
    const began = performance.now();
    const leaves = await store.leaves(index * tileWidth, tileWidth);
    const logged = await tree.hashTile({ level: 0, index, width: tileWidth });
    if (!equalBytes(concat(...leaves), logged)) return altered(index * tileWidth);
    const rest = (performance.now() - began) * restful;
    await pause(rest, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

const altered = (from: number): LedgerError =>
  new LedgerError('GUARD_MISMATCH', `an event of ${from} to ${from + tileWidth - 1} is not the one that was logged`);
