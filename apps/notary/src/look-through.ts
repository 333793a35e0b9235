import { setTimeout as pause } from 'node:timers/promises';

import type { EventStore } from '#libs/event-store';
import { concat, equalBytes, type TileTree } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

const tileWidth = 256;
const hashBytes = 32;
/** How many events are read at a time; a proof that is asked for meanwhile waits for no more than these. */
const blockWidth = 32;
/** How much longer it rests than it works, so that nobody who asks for a proof notices. */
const restful = 99;
/** Where everything is slow it still gets on, in milliseconds. */
const longestRest = 500;

/**
 * Makes the leaf of every event of the store again, slowly, and holds it against the tree that was signed: a start trusts the tiles, and an
 * old event that was altered since would never be read. Says among which events one is another; `undefined` when all are as they were.
 */
export async function lookThrough(
  store: EventStore,
  tree: TileTree,
  signal: AbortSignal,
): Promise<LedgerError | undefined> {
  const end = tree.size - (tree.size % tileWidth);
  for (let from = 0; from < end && !signal.aborted; from += blockWidth) {
    const began = performance.now();
    const leaves = await store.leaves(from, blockWidth);
    const tile = await tree.hashTile({ level: 0, index: Math.floor(from / tileWidth), width: tileWidth });
    const at = (from % tileWidth) * hashBytes;
    if (!equalBytes(concat(...leaves), tile.subarray(at, at + blockWidth * hashBytes))) return altered(from);
    const rest = Math.min((performance.now() - began) * restful, longestRest);
    await pause(rest, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

const altered = (from: number): LedgerError =>
  new LedgerError('GUARD_MISMATCH', `an event of ${from} to ${from + blockWidth - 1} is not the one that was logged`);
