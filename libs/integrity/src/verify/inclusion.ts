import type { Checkpoint } from '../checkpoint.js';
import type { Trust } from '../trust.js';
import { checkCheckpoint } from './checkpoint-check.js';
import { checkConsistency, type ConsistencyOutcome } from './consistency.js';
import type { OpenedBundle } from './files.js';
import type { Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';
import type { Positions } from './positions.js';
import { checkProofs } from './proofs.js';
import type { Leaf } from './statements.js';
import { checkTiles, type WholeTree } from './tree-check.js';

/** What was read that must stand in the log. */
export interface LoggedStatements {
  readonly positions: Positions;
  /** The leaves of a bundle for readers, each with a proof of its own. */
  readonly leaves: readonly Leaf[];
  /** Of an auditor's bundle. */
  readonly tree: WholeTree | undefined;
}

export interface LogOutcome {
  readonly checkpoint?: Checkpoint;
  readonly consistency: ConsistencyOutcome;
}

/** Third and fourth check: every statement stands in the log under a signed checkpoint, and the log continues an older one. */
export async function checkLog(
  files: OpenedBundle,
  known: LoggedStatements & { readonly ring: KeyRing; readonly trust?: Trust; readonly since?: string },
  findings: Findings,
): Promise<LogOutcome> {
  const signed = await checkCheckpoint(files, known.trust, known.ring, findings);
  if (signed === undefined) return { consistency: known.since === undefined ? 'not asked' : 'not possible' };
  const { checkpoint, keys } = signed;
  for (const position of known.positions.from(checkpoint.size))
    findings.add('LINE', 'the statement lies beyond the checkpoint', { position });
  if (known.tree === undefined) await checkProofs(files, known.leaves, checkpoint, findings);
  const tree = known.tree?.against(checkpoint, findings);
  if (tree) checkTiles(files, tree, findings);
  const log = { checkpoint, keys, tree, ring: known.ring };
  return { checkpoint, consistency: await checkConsistency(files, log, known.since, findings) };
}
