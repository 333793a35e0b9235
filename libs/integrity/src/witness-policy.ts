import type { VerifierKey } from './note.js';
import { parseVerifierKey } from './note.js';

/** Which witnesses must have cosigned a checkpoint (C2SP tlog-policy without log lines). */
export interface WitnessPolicy {
  /** Witness keys by the policy's own names. */
  readonly witnesses: ReadonlyMap<string, VerifierKey>;
  readonly groups: ReadonlyMap<string, WitnessGroup>;
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

export interface WitnessGroup {
  /** How many of the members must have signed. */
  readonly threshold: number;
  readonly members: readonly string[];
}

/** The policy of a text with exactly one quorum line, each name defined before it is used; `undefined` when it is anything else. */
export function parseWitnessPolicy(text: string): WitnessPolicy | undefined {
  const witnesses = new Map<string, VerifierKey>();
  const groups = new Map<string, WitnessGroup>();
  const isKnown = (name: string): boolean => witnesses.has(name) || groups.has(name);
  let quorum: string | undefined;
  for (const line of text.split('\n')) {
    const [keyword = '', name = '', ...rest] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (keyword === '') continue;
    if (keyword === 'quorum') {
      if (quorum !== undefined || rest.length > 0 || (name !== 'none' && !isKnown(name))) return undefined;
      quorum = name;
      continue;
    }
    if (name === 'none' || isKnown(name)) return undefined;
    const key = keyword === 'witness' ? parseVerifierKey(rest[0] ?? '') : undefined;
    const group = keyword === 'group' ? groupOf(rest, isKnown) : undefined;
    if (key?.type === 4) witnesses.set(name, key);
    else if (group !== undefined) groups.set(name, group);
    else return undefined;
  }
  return quorum === undefined ? undefined : { witnesses, groups, quorum };
}

function groupOf(words: readonly string[], isKnown: (name: string) => boolean): WitnessGroup | undefined {
  const [count = '', ...members] = words;
  const threshold =
    count === 'any' ? 1 : count === 'all' ? members.length : /^[1-9]\d{0,3}$/.test(count) ? Number(count) : 0;
  const valid = threshold >= 1 && threshold <= members.length && new Set(members).size === members.length;
  return valid && members.every(isKnown) ? { threshold, members } : undefined;
}

/** Whether the witnesses that signed, by the policy's names, make up its quorum. */
export function hasQuorum({ quorum, groups }: WitnessPolicy, signed: ReadonlySet<string>): boolean {
  const holds = (name: string): boolean => {
    const group = groups.get(name);
    return group === undefined ? signed.has(name) : group.members.filter(holds).length >= group.threshold;
  };
  return quorum === 'none' || holds(quorum);
}
