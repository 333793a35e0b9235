import { type EventStore, type Guard, leafPages, rememberedBy, storeIsAnother } from '#libs/event-store';
import { equalBytes, type TileStore, TileTree } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** The tree over what the guard remembers, or why nothing may be signed. */
export interface GuardedTree {
  readonly tree: TileTree;
  /** `GUARD_MISSING` or `GUARD_MISMATCH`. */
  readonly refusal: LedgerError | undefined;
}

/**
 * Takes the tree up from its tiles and compares it with the guard. The tiles are believed because the root that they lead to is the one
 * that was signed; the events behind the last full tile are always read again, at least the last one, which shows a store that was put
 * back and continued. Tiles that do not lead there are made again from the store.
 */
export async function guardedTree(store: EventStore, guard: Guard, tiles: TileStore): Promise<GuardedTree> {
  const leaves = (from: number, count: number): Promise<Uint8Array[]> => store.leaves(from, count);
  const nothing = new TileTree(tiles, leaves);
  const remembered = await rememberedBy(guard, store);
  if (remembered instanceof LedgerError) return { tree: nothing, refusal: remembered };
  if (remembered === undefined) return { tree: nothing, refusal: undefined };
  const { size, root } = remembered;
  for (const below of [Math.max(0, size - 1), 0]) {
    const tree = await TileTree.resumed(tiles, leaves, below);
    await integrate(tree, store, size);
    if (tree.size === size && equalBytes(await tree.root(), root)) return { tree, refusal: undefined };
  }
  return { tree: nothing, refusal: storeIsAnother(size) };
}

/** Adds the events up to the position `to` to the tree, as far as there are any. */
export async function integrate(tree: TileTree, store: EventStore, to: number): Promise<void> {
  for await (const page of leafPages(store, tree.size, to)) {
    for (const leaf of page) tree.append(leaf);
    await tree.flush();
  }
}
