import { type Checkpoint, type Finding, parseSignedCheckpoint, type Trust, verifyNote } from '#libs/integrity';

/** A checkpoint somebody showed, and what is wrong with it; `checkpoint` is there only when nothing is. */
export interface SeenCheckpoint {
  readonly checkpoint?: Checkpoint;
  readonly findings: readonly Finding[];
}

/** Reads a checkpoint as its log must have signed it. */
export async function seenCheckpoint(text: string, { origin, log }: Trust): Promise<SeenCheckpoint> {
  const signed = parseSignedCheckpoint(text);
  if (signed === undefined) return found('CHECKPOINT_FORM', 'the checkpoint is not of its form');
  const { checkpoint, note } = signed;
  if (checkpoint.origin !== origin) return found('ORIGIN', 'the checkpoint is of another log');
  if (!note.signatures.some(({ name, keyId }) => name === log.name && keyId === log.keyId))
    return found('CHECKPOINT_UNKNOWN_LOG', 'the checkpoint is not signed with the key of this log');
  if (!(await verifyNote(note, log)))
    return found('CHECKPOINT_SIGNATURE', 'the log’s signature does not fit the checkpoint');
  return { checkpoint, findings: [] };
}

const found = (code: Finding['code'], detail: string): SeenCheckpoint => ({ findings: [{ code, detail }] });
