import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addresseeCodes } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, pastError, pastLetter, pastReply, recorded } from '#libs/testing';

import { fold, foldTo } from '../projection.js';
import { figureEvents } from './figure-events.projection.js';
import { yearFigures, type YearFigures } from './year-figures.js';

const mandates = [
  'Special Rapporteur on the situation of human rights in Cambodia',
  'Special Rapporteur on trafficking in persons, especially women and children',
  'Working Group on Arbitrary Detention',
];
const individuals = { women: 1, men: 0, girls: 2, boys: 0, other: 0, unknown: 0 };

const figures = (events: readonly PastEvent[]): YearFigures =>
  yearFigures(fold(figureEvents, recorded(...events)), { year: 2025 });
const ids = ({ list }: YearFigures['sent']): readonly string[] => list.map(({ id }) => id);

describe('the totals of a year', () => {
  it('stay numbers that can be kept, however many people letters on record say they concern', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const all = { women: most, men: most, girls: most, boys: most, other: most, unknown: most };
    const letters = [1, 2].map((serial) =>
      pastLetter(`communication-KHM-${serial}-2025`, { individuals: all }, '2025-03-10'),
    );
    const { individuals: concerned, women } = figures(letters);
    expect([concerned.value, women.value]).toEqual([most, most]);
  });

  const codes = fc.constantFrom(...addresseeCodes.slice(0, 40), 'OTH', 'PSE', 'VAT', 'XYZ');
  const stream = fc
    .tuple(codes, fc.integer({ min: 1, max: 30 }), fc.constantFrom(2024, 2025))
    .map(([code, serial, year]) => `communication-${code}-${serial}-${year}`);
  const day = fc
    .date({ min: new Date('2024-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const data = fc.record({
    type: fc.constantFrom('AL', 'UA', 'OL', 'JAL', 'JOC', 'AM', 'ZZ'),
    mandates: fc.subarray(mandates),
    individuals: fc.constantFrom('unspecified', individuals),
  });
  const event = fc.oneof(
    fc.tuple(stream, data, day).map(([where, what, on]) => pastLetter(where, what, on)),
    fc
      .tuple(stream, data, day)
      .map(([where, what, on]) => ({ ...pastLetter(where, what, on), type: 'LetterCorrected' })),
    fc.tuple(stream, day).map(([where, on]) => pastReply(where, on)),
    fc.tuple(stream, fc.nat(60)).map(([where, position]) => pastError(where, eventId(position))),
    stream.map((where): PastEvent => ({ stream: where, type: 'ReferenceVoided', on: '2025-06-01' })),
  );
  const history = fc.array(event, { maxLength: 60 });
  const total = (rows: YearFigures['kinds']): number => rows.reduce((sum, { value }) => sum + value, 0);

  it('by kind, by region with other actors, and by joint or not are the letters sent, whatever the history', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { sent, kinds, regions, joint, unspecified, repliedEver } = figures(events);
        for (const rows of [kinds, regions, joint]) {
          expect(total(rows)).toBe(sent.value);
          expect([...rows.flatMap(({ references }) => references)].sort()).toEqual([...ids(sent)].sort());
          expect(rows.reduce((sum, { percent }) => sum + percent, 0)).toBe(sent.value === 0 ? 0 : 100);
        }
        expect(new Set(ids(sent)).size).toBe(sent.value);
        for (const part of [unspecified, repliedEver])
          expect(ids(sent)).toEqual(expect.arrayContaining([...ids(part)]));
      }),
    );
  });

  it('are the same folded at once or event by event, and those of an earlier position never change', () => {
    fc.assert(
      fc.property(history, fc.nat(60), (events, position) => {
        const all: readonly RecordedEvent[] = recorded(...events);
        const earlier = all.filter((one) => one.position <= position);
        const before = fold(figureEvents, earlier);
        const counted = yearFigures(before, { year: 2025 });
        fold(figureEvents, all.slice(earlier.length), before);
        expect(yearFigures(before, { year: 2025 })).toEqual(counted);
        expect(yearFigures(foldTo(figureEvents, all, position), { year: 2025 })).toEqual(counted);
      }),
    );
  });
});
