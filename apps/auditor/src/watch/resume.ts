import {
  type Checkpoint,
  equalBytes,
  hasRepeatedSignature,
  parseSignedCheckpoint,
  type SignedCheckpoint,
  type Trust,
  verifyCheckpoint,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { KeptNote, KeptNotes } from './kept-notes.js';

/** A checkpoint that the log has signed, and the file that keeps it. */
export interface Shown {
  readonly checkpoint: Checkpoint;
  readonly path: string;
}

/** Where a watch goes on that was started again. */
export interface Resumed {
  /** The one accepted last. */
  readonly last: Shown;
  /** Those that the log has signed of as many statements or more, and has not proven yet. */
  readonly unproven: readonly Shown[];
}

/**
 * What the watch before this one has kept: nothing in a new folder. Where none was accepted, the largest stands in. One that carries two
 * signatures of one key was told as a finding when it was kept: it stays as evidence, is not gone on from, and nothing more is asked of it.
 * Throws `CONFIGURATION` when the folder is damaged or keeps checkpoints of another log.
 */
export async function resumed(
  notes: KeptNotes,
  trust: Trust,
  how: 'pinned' | 'first-use',
): Promise<Resumed | undefined> {
  const all = notes.all();
  const read = new Map(all.map((one) => [one, readKept(one, trust.origin)]));
  const clear = all.filter((one) => !isToldAlready(read.get(one)));
  const last = notes.accepted(all) ?? clear.at(-1);
  if (last === undefined) return undefined;
  const later = clear.filter((one) => one.size >= last.size && !isSameHead(read.get(one), read.get(last)));
  const unproven: Shown[] = [];
  for (const one of later) unproven.push(await signed(one, trust, how));
  return { last: await signed(last, trust, how), unproven };
}

function readKept({ path, size, note }: KeptNote, origin: string): SignedCheckpoint {
  const read = parseSignedCheckpoint(note);
  if (read?.checkpoint.size !== size) throw refused(path, 'it is not as it was kept');
  const { checkpoint } = read;
  if (checkpoint.origin !== origin)
    throw refused(path, `it is of ${checkpoint.origin}, and watched is ${origin}; name another folder with --keep`);
  return read;
}

const isToldAlready = (read: SignedCheckpoint | undefined): boolean =>
  read !== undefined && hasRepeatedSignature(read.note);

const isSameHead = (a: SignedCheckpoint | undefined, b: SignedCheckpoint | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.checkpoint.size === b.checkpoint.size &&
  equalBytes(a.checkpoint.root, b.checkpoint.root);

/**
 * A log may have changed its key since, and its witnesses: who signed was judged when the note was kept. Only where somebody has given the
 * key of now, though: a log that names itself another one may be anybody.
 */
async function signed({ path, note }: KeptNote, trust: Trust, how: 'pinned' | 'first-use'): Promise<Shown> {
  const { findings } = await verifyCheckpoint(note, trust);
  const wrong = findings.find(({ code }) => code !== 'WITNESS_QUORUM' && code !== 'CHECKPOINT_UNKNOWN_LOG');
  const parsed = parseSignedCheckpoint(note);
  if (parsed === undefined || wrong !== undefined) throw refused(path, wrong?.detail ?? 'it is no checkpoint');
  const isOther = findings.some(({ code }) => code === 'CHECKPOINT_UNKNOWN_LOG');
  if (isOther && how === 'first-use')
    throw refused(
      path,
      'it is signed with another key than the ledger names now; give the trust file of now with --trust',
    );
  if (isOther && !parsed.note.signatures.some(({ name }) => name === trust.origin))
    throw refused(path, 'no key of this log has signed it');
  return { checkpoint: parsed.checkpoint, path };
}

const refused = (path: string, reason: string): LedgerError => new LedgerError('CONFIGURATION', `${path}: ${reason}`);
