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
import { type Finding, Findings, printable } from './finding.js';
import type { KeyRing } from './key-ring.js';
import { isEndedAt, isInForceAt, isSameKey, type LogKey, logKeysOf, signersOf } from './log-keys.js';

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
  await checkSignedNote(signed, { origin, keys, policy: trust?.policy, ring }, findings);
  return { checkpoint: signed.checkpoint, keys };
}

/** Who must have signed a checkpoint. */
export interface Signatories {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
  readonly policy: WitnessPolicy | undefined;
  /** The lives of the log's keys, where the statements are at hand. */
  readonly ring?: KeyRing;
}

/** Whether a checkpoint is of this log, and signed by it and by the witnesses that the policy asks for. */
export async function checkSignedNote(
  signed: SignedCheckpoint,
  signatories: Signatories,
  findings: Findings,
): Promise<void> {
  const { checkpoint, note } = signed;
  const { origin, policy } = signatories;
  if (checkpoint.origin !== origin) findings.add('ORIGIN', 'the checkpoint is of another log');
  if (hasRepeatedSignature(note))
    findings.add('CHECKPOINT_DUPLICATE_SIGNATURE', 'the checkpoint carries two signatures of one key');
  await checkLogSignature(signed, signatories, findings);
  if (policy) await checkWitnesses(note, policy, findings);
}

/** What is said of a file and a trust file that name different ledgers. */
export const differentLedgers = 'and trust file are of different ledgers';

/** The two names, of what was given and of what is trusted. */
export const differing = (origin: string, trust: Trust): string =>
  `${printable(origin).slice(0, 120)} and ${trust.origin.slice(0, 120)}`;

/** A checkpoint that somebody showed, and what is wrong with it. */
export interface ShownCheckpoint {
  /** There when the log signed it, whatever else is found. */
  readonly checkpoint?: Checkpoint;
  readonly findings: readonly Finding[];
}

/**
 * Reads a checkpoint as the pinned log must have signed it, and the witnesses whom the pinned policy asks for. With the lives of the log's
 * keys it may also be signed with another key that was in force at its size.
 */
export async function verifyCheckpoint(text: string, trust: Trust, ring?: KeyRing): Promise<ShownCheckpoint> {
  const { origin, log, policy } = trust;
  const findings = new Findings();
  const signed = parseSignedCheckpoint(text);
  if (signed === undefined) {
    findings.add('CHECKPOINT_FORM', 'the checkpoint is not of its form');
    return { findings: findings.list };
  }
  const told = (ring ? logKeysOf(ring, origin) : []).filter(({ key }) => !isSameKey(key, log));
  const inForce = told.filter((one) => isInForceAt(one, signed.checkpoint.size)).map(({ key }) => key);
  const keys = [log, ...inForce];
  await checkSignedNote(signed, { origin, keys, policy, ...(ring && { ring }) }, findings);
  const isSigned = await Promise.all(keys.map((key) => verifyNote(signed.note, key)));
  const isOurs = signed.checkpoint.origin === origin && isSigned.includes(true);
  return { ...(isOurs && { checkpoint: signed.checkpoint }), findings: findings.list };
}

/** Without a pinned key: the last log key added and not retired. */
function firstUseKeys(origin: string, ring: KeyRing): VerifierKey[] {
  const [key] = ring.currentLogKeys();
  return key === undefined ? [] : [verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(key.jwk))];
}

/** A line of one key at least, each such line its signature, and not all of keys that the statements below the checkpoint had ended. */
async function checkLogSignature(
  signed: SignedCheckpoint,
  signatories: Signatories,
  findings: Findings,
): Promise<void> {
  const { note } = signed;
  const own = signatories.keys.filter((key) => note.signatures.some((signature) => isBy(signature, key)));
  if (own.length === 0) return findings.add('CHECKPOINT_UNKNOWN_LOG', await whoElse(signed, signatories));
  const valid = await signersOf(
    note,
    own.map((key) => ({ key })),
  );
  for (let n = valid.length; n < own.length; n++)
    findings.add('CHECKPOINT_SIGNATURE', 'the log’s signature does not fit the checkpoint');
  const ended = await allEnded(
    signed,
    signatories,
    valid.map(({ key }) => key),
  );
  if (ended)
    findings.add(
      'CHECKPOINT_KEY_ENDED',
      `the checkpoint of ${signed.checkpoint.size} is signed with a key of the log that position ${ended.endedAt} had ${ended.end}, and with none in force`,
    );
}

/** The last that ended of the keys that signed, when none of them was in force any more. */
async function allEnded(
  { checkpoint: { size }, note }: SignedCheckpoint,
  { origin, ring }: Signatories,
  valid: readonly VerifierKey[],
): Promise<LogKey | undefined> {
  const told = ring ? logKeysOf(ring, origin) : [];
  if (valid.length === 0 || !valid.every((key) => told.some((one) => isSameKey(one.key, key)))) return undefined;
  const signers = await signersOf(note, told);
  return signers.every((key) => isEndedAt(key, size)) ? signers.at(-1) : undefined;
}

/** What to say of a checkpoint without a line of the key that is pinned: after a change of keys the trust file is of another time. */
async function whoElse({ checkpoint, note }: SignedCheckpoint, { origin, keys, ring }: Signatories): Promise<string> {
  // Of another ledger no other trust file of this one is the right one.
  if (keys.length > 0 && keys.every(({ name }) => name !== checkpoint.origin))
    return 'the checkpoint is not signed by the log that is trusted, but is of another one';
  const not = 'the checkpoint is not signed with the key of this log that is trusted';
  if (ring === undefined) return `${not}; after a change of that key a trust file of the same time is needed`;
  const told = logKeysOf(ring, origin);
  const signer = (await signersOf(note, told)).at(-1);
  if (signer === undefined) return 'the checkpoint is not signed with the key of this log';
  if (isEndedAt(signer, checkpoint.size))
    return `${not}, but with one that position ${signer.endedAt} had ${signer.end}`;
  const pinned = told.find(({ key }) => keys.some((one) => isSameKey(one, key)));
  return pinned !== undefined && pinned.addedAt < signer.addedAt
    ? `${not}, but with a later one that position ${signer.addedAt} adds: a newer trust file is needed`
    : `${not}, but with an earlier one that position ${signer.addedAt} adds: the trust file of that time is needed`;
}

async function checkWitnesses(note: Note, policy: WitnessPolicy, findings: Findings): Promise<void> {
  const signed = new Set<string>();
  for (const [name, key] of policy.witnesses) if ((await cosignedAt(note, key)) !== undefined) signed.add(name);
  if (!hasQuorum(policy, signed))
    findings.add('WITNESS_QUORUM', `the witnesses that the policy asks for did not sign (${signed.size} did)`);
}
