import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

import { type Checkpoint, equalBytes, parseSignedCheckpoint, TileStore, TileTree } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { EventStore } from './event-store.js';
import { leafPages } from './leaves.js';

/** The file outside the store that remembers the last checkpoint signed, so that an old copy of the store is not taken for the ledger. */
export class Guard {
  constructor(private readonly path: string) {}

  /** The checkpoint note; `undefined` when the file does not exist. */
  async read(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Durable when it returns: the checkpoint's signature may then leave the process. */
  async write(checkpoint: string): Promise<void> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.next`;
    await synced(temporary, 'w', (file) => file.writeFile(checkpoint));
    await rename(temporary, this.path);
    await synced(folder, 'r', () => Promise.resolve());
  }
}

type FileHandle = Awaited<ReturnType<typeof open>>;

async function synced(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

const howGuarded = 'put the file back, or let it remember a checkpoint from outside: ledger doctor --adopt CHECKPOINT';

/** What a guard's file remembers, or why nothing may be recorded or signed: `GUARD_MISSING`, or `GUARD_MISMATCH`. */
export async function rememberedBy(guard: Guard, store: EventStore): Promise<Checkpoint | LedgerError | undefined> {
  const text = await guard.read();
  // Asked for after the guard was read: a ledger that is being written to has what was signed before, and more.
  const size = await store.size();
  if (text === undefined) return size === 0 ? undefined : new LedgerError('GUARD_MISSING', howGuarded);
  const checkpoint = parseSignedCheckpoint(text)?.checkpoint;
  if (checkpoint === undefined)
    return new LedgerError('GUARD_MISMATCH', `the guard file does not hold a checkpoint: ${howGuarded}`);
  return size < checkpoint.size ? storeIsSmaller(size, checkpoint.size) : checkpoint;
}

const storeIsSmaller = (size: number, remembered: number): LedgerError =>
  new LedgerError('GUARD_MISMATCH', `the store holds ${size} events, the guard remembers ${remembered}`);

export const storeIsAnother = (size: number): LedgerError =>
  new LedgerError('GUARD_MISMATCH', `the first ${size} events are not those the guard remembers`);

/** Makes the leaf of every event that the guard remembers anew and compares the root; what is wrong, if anything. */
export async function compareWithGuard(store: EventStore, guard: Guard): Promise<LedgerError | undefined> {
  const remembered = await rememberedBy(guard, store);
  if (remembered === undefined || remembered instanceof LedgerError) return remembered;
  const root = await rootOf(store, remembered.size);
  return equalBytes(root, remembered.root) ? undefined : storeIsAnother(remembered.size);
}

/** The root over the first `size` events, whose leaves are forgotten as soon as they are part of it. */
export async function rootOf(store: EventStore, size: number): Promise<Uint8Array> {
  const tree = new TileTree(new NoTiles(), () => Promise.resolve([]));
  for await (const page of leafPages(store, 0, size)) {
    for (const leaf of page) tree.append(leaf);
    await tree.flush();
  }
  return tree.root();
}

/** The root of a tree as it stands needs its right edge alone. */
class NoTiles extends TileStore {
  override read(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  override write(): Promise<void> {
    return Promise.resolve();
  }

  override count(): Promise<number> {
    return Promise.resolve(0);
  }
}
