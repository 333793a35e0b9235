import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import { payloadExamples } from '#libs/testing';
import { catalogue, type EventName } from './catalogue.js';

/** What the registry's validation pipe does with a body. */
const faults = (type: EventName, body: object): string[] => {
  const instance = plainToInstance<object, object>(catalogue[type].payload, body);
  const found = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  return found.map(({ property }) => property);
};

const types = Object.keys(catalogue) as EventName[];

const letterWithout = (name: string): object =>
  Object.fromEntries(Object.entries(payloadExamples.LetterSent).filter(([member]) => member !== name));

describe('a body', () => {
  it.each(types)('%s is accepted as its example shows and comes out unchanged', (type) => {
    const body = payloadExamples[type];
    expect(faults(type, body)).toEqual([]);
    expect(JSON.parse(JSON.stringify(plainToInstance<object, object>(catalogue[type].payload, body)))).toEqual(body);
  });

  it.each(types)('%s with a member that nobody declared is refused', (type) =>
    expect(faults(type, { ...payloadExamples[type], recordedAt: 'now' })).toContain('recordedAt'),
  );

  it.each(types)('%s without a real date is refused', (type) => {
    expect(faults(type, { ...payloadExamples[type], on: '2025-02-30' })).toEqual(['on']);
    expect(faults(type, { ...payloadExamples[type], on: undefined })).toEqual(['on']);
    expect(faults(type, { ...payloadExamples[type], on: ['2025-02-03'] })).toEqual(['on']);
  });

  it.each(types)('%s is refused when a member holds another kind of value', (type) => {
    for (const member of Object.keys(payloadExamples[type])) {
      expect(faults(type, { ...payloadExamples[type], [member]: { unexpected: { value: 1 } } })).toContain(member);
    }
  });

  it.each(Object.keys(payloadExamples.LetterSent))(
    'of a letter says what is printed about %s, even when it is nothing',
    (name) => expect(faults('LetterSent', letterWithout(name))).toEqual([name]),
  );

  it('is checked inside the objects it holds', () => {
    const { LetterSent: letter, AllegationReceived: allegation } = payloadExamples;
    expect(faults('LetterSent', { ...letter, questions: [{ number: 1, text: 'Why?' }] })).toEqual(['questions']);
    expect(faults('LetterSent', { ...letter, questions: ['Why?'] })).toEqual(['questions']);
    expect(faults('LetterSent', { ...letter, addressee: { ...letter.addressee, head: 'x' } })).toEqual(['addressee']);
    expect(faults('LetterSent', { ...letter, addressee: [letter.addressee] })).toEqual(['addressee']);
    expect(faults('LetterSent', { ...letter, upr: {} })).toEqual(['upr']);
    const silent = [{ consent: { transmit: true, publish: false, press: false } }];
    expect(faults('AllegationReceived', { ...allegation, persons: silent })).toEqual(['persons']);
    expect(faults('AllegationReceived', { ...allegation, persons: [{}] })).toEqual(['persons']);
  });

  it('is never converted: a number in quotes is not a number, a word is not a consent', () => {
    const { LetterSent: letter, AllegationReceived: allegation } = payloadExamples;
    expect(faults('LetterSent', { ...letter, interimMeasures: 'true' })).toEqual(['interimMeasures']);
    expect(faults('LetterSent', { ...letter, publicationWindow: { days: '60', printed: 'x' } })).toEqual([
      'publicationWindow',
    ]);
    const consent = { transmit: 'yes', publish: false, press: false, share: false };
    expect(faults('AllegationReceived', { ...allegation, persons: [{ consent }] })).toEqual(['persons']);
  });

  it('counts individuals in all six groups or says that they are unspecified', () => {
    const { LetterSent: letter } = payloadExamples;
    const counted = { women: 2, men: 0, girls: 1, boys: 0, other: 0, unknown: 3 };
    expect(faults('LetterSent', { ...letter, individuals: counted })).toEqual([]);
    expect(faults('LetterSent', { ...letter, individuals: { ...counted, unknown: 10_000_000 } })).toEqual([]);
    for (const individuals of [
      'many',
      null,
      {},
      { ...counted, women: -1 },
      { ...counted, women: 1.5 },
      { ...counted, women: 10_000_001 },
      { ...counted, women: Number.MAX_SAFE_INTEGER },
      { ...counted, dogs: 1 },
    ])
      expect(faults('LetterSent', { ...letter, individuals })).toEqual(['individuals']);
  });

  it('keeps whatever texts a source gave, but only texts and not without end', () => {
    const { AllegationReceived: allegation } = payloadExamples;
    const source = (value: unknown): string[] => faults('AllegationReceived', { ...allegation, source: value });
    expect(source({ name: 'Di Example', telephone: '1', relation: 'neighbour' })).toEqual([]);
    for (const value of [
      {},
      'Di Example',
      ['Di Example'],
      { name: 1 },
      { name: { first: 'Di' } },
      { name: 'x'.repeat(9000) },
    ])
      expect(source(value)).toEqual(['source']);
  });

  it('is refused without repeating what it says', () => {
    const { AllegationReceived: allegation } = payloadExamples;
    const secret = 'Very Secret Name';
    const body = { ...allegation, source: [secret], narrative: { secret }, channel: [secret], reprisalRisk: secret };
    const found = validateSync(plainToInstance(catalogue.AllegationReceived.payload, body));
    expect(found).toHaveLength(4);
    for (const { constraints } of found) expect(JSON.stringify(constraints)).not.toContain(secret);
  });
});
