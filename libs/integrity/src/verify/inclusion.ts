import type { Checkpoint } from '../checkpoint.js';
import type { Trust } from '../trust.js';
import { checkCheckpoint } from './checkpoint-check.js';
import { checkConsistency, type ConsistencyOutcome } from './consistency.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';
import { checkProofs } from './proofs.js';
import type { Leaf } from './statements.js';
import { checkTree } from './tree-check.js';

export interface LogOutcome {
  readonly checkpoint?: Checkpoint;
  readonly consistency: ConsistencyOutcome;
}

/** Third and fourth check: every statement stands in the log under a signed checkpoint, and the log continues an older one. */
export async function checkLog(
  files: BundleFiles,
  known: { readonly leaves: readonly Leaf[]; readonly ring: KeyRing; readonly trust?: Trust; readonly since?: string },
  findings: Findings,
): Promise<LogOutcome> {
  const signed = await checkCheckpoint(files, known.trust, known.ring, findings);
  if (signed === undefined) return { consistency: known.since === undefined ? 'not asked' : 'not possible' };
  const { checkpoint, keys } = signed;
  for (const { position } of known.leaves)
    if (position >= checkpoint.size) findings.add('LINE', 'the statement lies beyond the checkpoint', { position });
  const isWhole = files.manifest.code === undefined;
  if (!isWhole) checkProofs(files, known.leaves, checkpoint, findings);
  const tree = isWhole ? checkTree(files, known.leaves, checkpoint, findings) : undefined;
  return { checkpoint, consistency: await checkConsistency(files, { checkpoint, keys, tree }, known.since, findings) };
}
