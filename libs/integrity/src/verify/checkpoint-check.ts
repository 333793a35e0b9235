import { fileNames } from '../bundle/file-names.js';
import { type Checkpoint, cosignedAt, parseSignedCheckpoint, type SignedCheckpoint } from '../checkpoint.js';
import { publicKeyBytes } from '../keys.js';
import {
  hasRepeatedSignature,
  isBy,
  type Note,
  noteKeyTypes,
  type VerifierKey,
  verifierKey,
  verifyNote,
} from '../note.js';
import type { Trust } from '../trust.js';
import { hasQuorum, type WitnessPolicy } from '../witness-policy.js';
import type { BundleFiles } from './bundle-files.js';
import { type Finding, Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';

/** The bundle's checkpoint with the key by which it was, or should have been, signed. */
export interface CheckedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly keys: readonly VerifierKey[];
}

/** The signed tree head: its form, the log's signature under the pinned key, and the witnesses the policy asks for. */
export async function checkCheckpoint(
  files: BundleFiles,
  trust: Trust | undefined,
  ring: KeyRing,
  findings: Findings,
): Promise<CheckedCheckpoint | undefined> {
  const bytes = await files.read(fileNames.checkpoint);
  const signed = bytes && parseSignedCheckpoint(bytes);
  if (signed === undefined) {
    findings.add('CHECKPOINT_FORM', 'the checkpoint is missing or not of its form');
    return undefined;
  }
  const origin = files.manifest.origin;
  const keys = trust ? [trust.log] : firstUseKeys(origin, ring);
  await checkSignedNote(signed, { origin, keys, policy: trust?.policy }, findings);
  return { checkpoint: signed.checkpoint, keys };
}

/** Who must have signed a checkpoint. */
export interface Signatories {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
  readonly policy: WitnessPolicy | undefined;
}

/** Whether a checkpoint is of this log, and signed by it and by the witnesses that the policy asks for. */
export async function checkSignedNote(
  { checkpoint, note }: SignedCheckpoint,
  { origin, keys, policy }: Signatories,
  findings: Findings,
): Promise<void> {
  if (checkpoint.origin !== origin) findings.add('ORIGIN', 'the checkpoint is of another log');
  if (hasRepeatedSignature(note))
    findings.add('CHECKPOINT_DUPLICATE_SIGNATURE', 'the checkpoint carries two signatures of one key');
  await checkLogSignature(note, keys, findings);
  if (policy) await checkWitnesses(note, policy, findings);
}

/** A checkpoint that somebody showed, and what is wrong with it. */
export interface ShownCheckpoint {
  /** There when the log signed it, whatever else is found. */
  readonly checkpoint?: Checkpoint;
  readonly findings: readonly Finding[];
}

/** Reads a checkpoint as the pinned log must have signed it, and the witnesses whom the pinned policy asks for. */
export async function verifyCheckpoint(text: string, { origin, log, policy }: Trust): Promise<ShownCheckpoint> {
  const findings = new Findings();
  const signed = parseSignedCheckpoint(text);
  if (signed === undefined) {
    findings.add('CHECKPOINT_FORM', 'the checkpoint is not of its form');
    return { findings: findings.list };
  }
  await checkSignedNote(signed, { origin, keys: [log], policy }, findings);
  const isOurs = signed.checkpoint.origin === origin && (await verifyNote(signed.note, log));
  return { ...(isOurs && { checkpoint: signed.checkpoint }), findings: findings.list };
}

/** Without a pinned key: the last log key added and not retired. */
function firstUseKeys(origin: string, ring: KeyRing): VerifierKey[] {
  const [key] = ring.currentLogKeys();
  return key === undefined ? [] : [verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(key.jwk))];
}

async function checkLogSignature(note: Note, keys: readonly VerifierKey[], findings: Findings): Promise<void> {
  const own = keys.filter((key) => note.signatures.some((signature) => isBy(signature, key)));
  if (own.length === 0) findings.add('CHECKPOINT_UNKNOWN_LOG', 'the checkpoint is not signed with the key of this log');
  for (const key of own)
    if (!(await verifyNote(note, key)))
      findings.add('CHECKPOINT_SIGNATURE', 'the log’s signature does not fit the checkpoint');
}

async function checkWitnesses(note: Note, policy: WitnessPolicy, findings: Findings): Promise<void> {
  const signed = new Set<string>();
  for (const [name, key] of policy.witnesses) if ((await cosignedAt(note, key)) !== undefined) signed.add(name);
  if (!hasQuorum(policy, signed))
    findings.add('WITNESS_QUORUM', `the witnesses that the policy asks for did not sign (${signed.size} did)`);
}
