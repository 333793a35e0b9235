import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

import { compactJwt, equalBytes, leafHash, MerkleTree, parseSignedCheckpoint } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { Entry, EventStore } from './event-store.js';
import { pagesFrom } from './pages.js';

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

/** The leaf of an entry's statement. */
export const leafOf = ({ kid, payload, signature }: Entry): Uint8Array => leafHash(compactJwt(kid, payload, signature));

/** The tree over everything committed, and what is wrong between the store and the guard, if anything. */
export interface GuardedTree {
  readonly tree: MerkleTree;
  /** `GUARD_MISSING` or `GUARD_MISMATCH`: nothing may be recorded or signed. */
  readonly refusal: LedgerError | undefined;
}

/** Reads the whole store and compares it with the checkpoint that the guard remembers. */
export async function compareWithGuard(store: EventStore, guard: Guard): Promise<GuardedTree> {
  const tree = new MerkleTree();
  for await (const page of pagesFrom(store, 0)) page.forEach((entry) => tree.append(leafOf(entry)));
  return { tree, refusal: refusalOf(tree, await guard.read()) };
}

function refusalOf(tree: MerkleTree, remembered: string | undefined): LedgerError | undefined {
  if (remembered === undefined) return tree.size === 0 ? undefined : new LedgerError('GUARD_MISSING');
  const checkpoint = parseSignedCheckpoint(remembered)?.checkpoint;
  if (checkpoint === undefined) return new LedgerError('GUARD_MISMATCH', 'the guard file does not hold a checkpoint');
  if (tree.size < checkpoint.size)
    return new LedgerError(
      'GUARD_MISMATCH',
      `the store holds ${tree.size} events, the guard remembers ${checkpoint.size}`,
    );
  if (equalBytes(tree.root(checkpoint.size), checkpoint.root)) return undefined;
  return new LedgerError('GUARD_MISMATCH', `the first ${checkpoint.size} events are not those the guard remembers`);
}
