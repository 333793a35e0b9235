import { equalBytes } from '../bytes.js';
import { publicKeyBytes } from '../keys.js';
import { type Note, noteKeyTypes, type VerifierKey, verifierKey, verifyNote } from '../note.js';
import type { KeyRing, LedgerKey } from './key-ring.js';

/** The position of the last key that founds a ledger: that of its log, which signs from the beginning. */
const lastFounding = 2;

/** The position that retired or revoked a key, whichever was first; none is beyond all. */
const endOf = ({ retiredAt = Infinity, revokedAt = Infinity }: LedgerKey): number => Math.min(retiredAt, revokedAt);

/** A key of the log as the statements tell its life. */
export interface LogKey {
  readonly key: VerifierKey;
  readonly addedAt: number;
  readonly endedAt: number;
  readonly end: 'retired' | 'revoked';
}

/**
 * All keys of a log that its statements tell of, in order. Which of them may sign a checkpoint follows from the statements below it: what
 * changes the keys is itself covered by a checkpoint that is signed with those after the change.
 */
export const logKeysOf = (ring: KeyRing, origin: string): LogKey[] =>
  ring.logKeys.map((key) => ({
    key: verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(key.jwk)),
    addedAt: key.addedAt,
    endedAt: endOf(key),
    end: key.revokedAt === endOf(key) ? 'revoked' : 'retired',
  }));

export const isEndedAt = ({ endedAt }: LogKey, size: number): boolean => endedAt < size;

/** Whether a checkpoint over the first `size` statements may be signed with a key. */
export const isInForceAt = (key: LogKey, size: number): boolean =>
  (key.addedAt < size || key.addedAt <= lastFounding) && !isEndedAt(key, size);

export const isSameKey = (a: VerifierKey, b: VerifierKey): boolean =>
  a.name === b.name && equalBytes(a.publicKey, b.publicKey);

/** Those of the keys whose every line in the note is their signature. */
export async function signersOf<K extends { readonly key: VerifierKey }>(note: Note, keys: readonly K[]): Promise<K[]> {
  const isSigned = await Promise.all(keys.map(({ key }) => verifyNote(note, key)));
  return keys.filter((_, i) => isSigned[i] === true);
}
