import { equalBytes, fromUtf8 } from '../bytes.js';
import { consistencyFile, consistencySizeOf } from '../bundle/file-names.js';
import { type Checkpoint, parseSignedCheckpoint } from '../checkpoint.js';
import type { VerifierKey } from '../note.js';
import { parseHashes } from '../tlog-proof.js';
import { type MerkleTree, verifyConsistency } from '../tree.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';
import { isEndedAt, isInForceAt, isSameKey, type LogKey, logKeysOf, signersOf } from './log-keys.js';

/** What became of the comparison with an older checkpoint: compared, not asked for, or not possible with this file. */
export type ConsistencyOutcome = 'compared' | 'not asked' | 'not possible';

/** The log as the bundle shows it; `tree` where the bundle holds every statement. */
export interface KnownLog {
  readonly checkpoint: Checkpoint;
  readonly keys: readonly VerifierKey[];
  readonly ring: KeyRing;
  readonly tree: MerkleTree | undefined;
}

/** Whether the log of an older checkpoint is the beginning of this one: nothing was edited, removed or put in between since. */
export async function checkConsistency(
  files: BundleFiles,
  log: KnownLog,
  since: string | undefined,
  findings: Findings,
): Promise<ConsistencyOutcome> {
  const proofs = await readProofs(files, findings);
  if (since === undefined) return 'not asked';
  const older = await readOlder(since, log, findings);
  if (older === undefined) return 'compared';
  if (older.size > log.checkpoint.size) {
    findings.add('CONSISTENCY', 'the older checkpoint counts more statements than this one');
    return 'compared';
  }
  const verdict = isBeginning(older, log, proofs.get(older.size));
  if (verdict === false) findings.add('CONSISTENCY', 'the log is not a continuation of the older checkpoint');
  return verdict === undefined ? 'not possible' : 'compared';
}

/** Reads the proofs of the bundle, whose form is checked in any case. */
async function readProofs(files: BundleFiles, findings: Findings): Promise<Map<number, readonly Uint8Array[]>> {
  const proofs = new Map<number, readonly Uint8Array[]>();
  for (const size of files.names.flatMap((name) => consistencySizeOf(name) ?? [])) {
    const hashes = parseHashes(fromUtf8((await files.read(consistencyFile(size))) ?? new Uint8Array()) ?? '');
    if (hashes === undefined) findings.add('CONSISTENCY', `"${consistencyFile(size)}" is not a list of hashes`);
    else proofs.set(size, hashes);
  }
  return proofs;
}

/** After a change of the log's key what was signed before it counts as it did: the statements tell which key was in force then. */
async function readOlder(
  since: string,
  { checkpoint, keys, ring }: KnownLog,
  findings: Findings,
): Promise<Checkpoint | undefined> {
  const older = parseSignedCheckpoint(since);
  if (older?.checkpoint.origin !== checkpoint.origin) {
    findings.add('CONSISTENCY', 'the older checkpoint is none, or of another log');
    return undefined;
  }
  const { origin, size } = older.checkpoint;
  const told = logKeysOf(ring, origin);
  const untold = keys.filter((key) => !told.some((one) => isSameKey(one.key, key))).map((key) => ({ key }));
  const inForce = told.filter((one) => isInForceAt(one, size) || isPinnedAt(one, size, keys));
  if ((await signersOf(older.note, [...untold, ...inForce])).length > 0) return older.checkpoint;
  findings.add('CONSISTENCY', 'the older checkpoint is not signed by this log with a key that was in force');
  return undefined;
}

/** A key that was pinned is believed before the ledger announced it, too; not after its end. */
const isPinnedAt = (one: LogKey, size: number, pinned: readonly VerifierKey[]): boolean =>
  !isEndedAt(one, size) && pinned.some((key) => isSameKey(one.key, key));

/** A proof that is there must hold, also where every statement is at hand and none is needed. */
function isBeginning(
  older: Checkpoint,
  { checkpoint, tree }: KnownLog,
  proof: readonly Uint8Array[] | undefined,
): boolean | undefined {
  if (proof !== undefined && !verifyConsistency(older, checkpoint, proof)) return false;
  const isSameSize = older.size === checkpoint.size;
  if (isSameSize && !equalBytes(older.root, checkpoint.root)) return false;
  if (tree !== undefined) return equalBytes(tree.root(older.size), older.root);
  return isSameSize || proof !== undefined ? true : undefined;
}
