import { describe, expect, it } from '@jest/globals';

import { isMandateOn } from '../reference-data/mandates/mandates.js';
import { letterTrack, separateTracks2010 } from './separate-tracks.js';

const [detention, disappearances] = separateTracks2010.mandates;

describe('the working groups on detention and on disappearances', () => {
  it('have a track of their own for what each of them sends alone', () => {
    for (const group of separateTracks2010.mandates)
      expect([letterTrack('AL', [group]), letterTrack('OL', [group]), letterTrack('AL', [group, group])]).toEqual([
        group,
        group,
        group,
      ]);
  });

  it('enter the joint report with their urgent appeals', () =>
    expect([letterTrack('UA', [detention]), letterTrack('UA', [disappearances])]).toEqual(['joint', 'joint']));

  it('enter it with what they send together, with another mandate, or with one that is not recognised', () => {
    for (const other of [disappearances, 'cambodia', undefined])
      expect(letterTrack('AL', [detention, other])).toBe('joint');
  });

  it('are not guessed: a letter of no mandate, or of an unknown type, is in the joint report', () =>
    expect([letterTrack('AL', []), letterTrack(undefined, [detention]), letterTrack('AL', [undefined])]).toEqual(
      Array(3).fill('joint'),
    ));

  it('are mandates of the reference data', () => {
    for (const group of separateTracks2010.mandates) expect(isMandateOn(group, separateTracks2010.from)).toBe(true);
  });
});
