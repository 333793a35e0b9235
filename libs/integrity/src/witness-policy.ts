import { equalBytes } from './bytes.js';
import { noteKeyTypes, parseVerifierKey, type VerifierKey } from './note.js';

/** Which witnesses must have cosigned a checkpoint (C2SP tlog-policy without log lines). */
export interface WitnessPolicy {
  /** Witness keys by the policy's own names. */
  readonly witnesses: ReadonlyMap<string, VerifierKey>;
  /** Where checkpoints are submitted to a witness, by the same names; a policy that only verifies has none. */
  readonly urls: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, WitnessGroup>;
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

export interface WitnessGroup {
  /** How many of the members must have signed. */
  readonly threshold: number;
  readonly members: readonly string[];
}

interface Draft {
  readonly witnesses: Map<string, VerifierKey>;
  readonly urls: Map<string, string>;
  readonly groups: Map<string, WitnessGroup>;
  /** Members of groups. */
  readonly taken: Set<string>;
  quorum?: string;
}

const noQuorum = 'none';
const control = /[^\t\n\x20-\x7e\u0080-\uffff]/;

/**
 * The policy of a text with exactly one quorum line; `undefined` when a line is malformed, uses a name not defined above it, or
 * would let one key or member count twice.
 */
export function parseWitnessPolicy(text: string): WitnessPolicy | undefined {
  const draft: Draft = { witnesses: new Map(), urls: new Map(), groups: new Map(), taken: new Set() };
  if (!text.endsWith('\n') || control.test(text)) return undefined;
  for (const line of text.split('\n')) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    const isIgnored = words[0] === undefined || words[0].startsWith('#');
    if (!isIgnored && !readLine(draft, words)) return undefined;
  }
  const { quorum, witnesses, urls, groups } = draft;
  return quorum === undefined ? undefined : { witnesses, urls, groups, quorum };
}

/** Whether the line is in order; what it defines goes into the draft. */
function readLine(draft: Draft, [keyword, name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return false;
  if (keyword === 'witness') return readWitness(draft, name, rest);
  if (keyword === 'group') return readGroup(draft, name, rest);
  if (keyword !== 'quorum' || rest.length > 0 || draft.quorum !== undefined) return false;
  draft.quorum = name;
  return name === noQuorum || isDefined(draft, name);
}

/** `witness <name> <vkey> [<url>]`. */
function readWitness(draft: Draft, name: string, [vkey = '', url, ...more]: readonly string[]): boolean {
  const key = parseVerifierKey(vkey);
  if (key?.type !== noteKeyTypes.cosignature || more.length > 0 || !isFree(draft, name)) return false;
  const repeated = [...draft.witnesses.values()].some(({ publicKey }) => equalBytes(publicKey, key.publicKey));
  draft.witnesses.set(name, key);
  if (url !== undefined) draft.urls.set(name, url);
  return !repeated;
}

/** `group <name> all|any|<k> <member>…`; a name is a member of one group only. */
function readGroup(draft: Draft, name: string, [rule = '', ...members]: readonly string[]): boolean {
  const threshold = thresholdOf(rule, members.length);
  const areFresh = members.every((member) => isDefined(draft, member) && !draft.taken.has(member));
  const areDistinct = new Set(members).size === members.length;
  if (threshold === undefined || !areFresh || !areDistinct || !isFree(draft, name)) return false;
  draft.groups.set(name, { threshold, members });
  for (const member of members) draft.taken.add(member);
  return true;
}

function thresholdOf(rule: string, members: number): number | undefined {
  if (members === 0) return undefined;
  if (rule === 'all') return members;
  if (rule === 'any') return 1;
  return /^[1-9]\d{0,3}$/.test(rule) && Number(rule) <= members ? Number(rule) : undefined;
}

const isDefined = (draft: Draft, name: string): boolean => draft.witnesses.has(name) || draft.groups.has(name);
const isFree = (draft: Draft, name: string): boolean => name !== noQuorum && !isDefined(draft, name);

/**
 * Whether the witnesses that signed, by the policy's names, make up its quorum. Groups stand in the order in which they were defined, each
 * after its members: however long a chain of them is, nothing is called within itself.
 */
export function hasQuorum({ quorum, groups }: WitnessPolicy, signed: ReadonlySet<string>): boolean {
  const holding = new Set(signed);
  for (const [name, { threshold, members }] of groups)
    if (members.filter((member) => holding.has(member)).length >= threshold) holding.add(name);
  return quorum === noQuorum || holding.has(quorum);
}
