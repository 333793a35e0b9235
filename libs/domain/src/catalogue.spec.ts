import { describe, expect, it } from '@jest/globals';

import { type EventType, isRole, streamKind, vocabulary } from '#libs/ledger';
import { catalogue, declarationOf, recordedBy, slotsJson, slotsOf } from './catalogue.js';
import { fillSentence } from './sentence.js';

describe('the catalogue', () => {
  it('holds only types of the vocabulary, each in the version it is recorded in', () => {
    const words: readonly EventType[] = Object.values(vocabulary).flat();
    for (const [type, { ver }] of Object.entries(catalogue)) {
      expect(words).toContain(type);
      expect(ver).toBeGreaterThanOrEqual(1);
    }
    expect(new Set(words).size).toBe(words.length);
    expect(streamKind('ledger-keys')).toBe('ledger-keys');
  });

  it('says of each type who may record it, and nobody may record an unknown one', () => {
    for (const type of Object.keys(catalogue)) {
      expect(recordedBy(type).length).toBeGreaterThan(0);
      expect(recordedBy(type).every(isRole)).toBe(true);
    }
    expect(recordedBy('LetterShredded')).toEqual([]);
    expect(declarationOf('toString')).toBeUndefined();
  });

  it('seals who a source is, who a person is, whom they accuse and what they tell', () =>
    expect(slotsOf('AllegationReceived', 1)).toEqual([
      'allegedPerpetrators/*/names',
      'documents/*/digest',
      'documents/*/mediaType',
      'documents/*/name',
      'narrative',
      'persons/*/particulars',
      'source',
    ]));

  it('seals in a corrected letter what it seals in the letter', () =>
    expect(slotsOf('LetterCorrected', 1)).toEqual(slotsOf('LetterSent', 1)));

  it('seals nothing in a version it does not know', () => expect(slotsOf('LetterSent', 2)).toEqual([]));

  it('seals never deeper than a property of an array element', () => {
    const slots = JSON.parse(slotsJson()) as Record<string, string[]>;
    for (const path of Object.values(slots).flat()) expect(path).toMatch(/^[A-Za-z]+(\/\*\/[A-Za-z]+)?$/);
    expect(Object.keys(slots)).toEqual([...Object.keys(slots)].sort());
    expect(slots['SubjectEnrolled/1']).toBeUndefined();
  });

  it('fills its sentences from clear fields and leaves a gap for what is not there', () => {
    const data = { type: 'AL', addressee: { name: 'Cambodia' } };
    expect(fillSentence(catalogue.LetterSent.sentence, data)).toBe('AL sent to Cambodia');
    expect(fillSentence('{constructor} {addressee.name.length}', data)).toBe('… …');
  });
});
