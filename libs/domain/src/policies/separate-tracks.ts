import type { LetterKind } from '../communication/letter-types.js';
import type { Policy } from './policy.js';

interface SeparateTracks extends Policy {
  /** Ids of the mandates whose own procedures are tracks of their own. */
  readonly mandates: readonly ['arbitrary_detention', 'disappearances'];
  /** The kinds of their letters that enter the joint report all the same. */
  readonly joint: readonly LetterKind[];
  readonly confirm: readonly string[];
}

export const separateTracks2010: SeparateTracks = {
  file: 'separate-tracks.2010.json',
  from: '2010-12-01',
  rule: 'Letters of the urgent-action and regular procedures of the Working Group on Arbitrary Detention, or of the Working Group on Enforced or Involuntary Disappearances, are a track of their own: of the letters that one of the two sends alone, only urgent appeals enter the joint communications report. A letter that it sends with any other mandate enters it.',
  source:
    'Introductions to the communications reports of special procedures, and the methods of work of the two working groups; to be confirmed in an official text',
  mandates: ['arbitrary_detention', 'disappearances'],
  joint: ['UA'],
  confirm: ['letters that the two working groups send together', 'other letters (OL)'],
};

/** The joint report, or the own procedures of one of the two working groups. */
export type LetterTrack = 'joint' | (typeof separateTracks2010.mandates)[number];

/**
 * The track of a letter by its kind and the mandates in its header, which are given by their ids; `undefined` among them is one that is not
 * recognised, and so another mandate. What cannot be told stays in the joint report, which leaves nothing out.
 */
export function letterTrack(kind: LetterKind | undefined, header: readonly (string | undefined)[]): LetterTrack {
  const { mandates, joint } = separateTracks2010;
  if (kind === undefined || joint.includes(kind)) return 'joint';
  return mandates.find((id) => header.length > 0 && header.every((one) => one === id)) ?? 'joint';
}
