import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { refusal } from '#libs/testing';
import { addresseeCodes } from '../reference-data/addressees.js';
import { letterTypes } from './letter-types.js';
import {
  formatPrintedReference,
  formatReference,
  handlingStreamOf,
  parseReference,
  type Reference,
  referenceOfStream,
  streamOf,
} from './reference.js';

const code = fc.constantFrom(...addresseeCodes, 'OTH');
const key = fc.record({
  code,
  serial: fc.integer({ min: 1, max: 999_999 }),
  year: fc.integer({ min: 1950, max: 2199 }),
});
const type = fc.option(fc.constantFrom(...letterTypes), { nil: undefined });
const space = (min: number) =>
  fc
    .array(fc.constantFrom(' ', '\u00A0', '\t', '\u2009', '\n'), { minLength: min, maxLength: 3 })
    .map((all) => all.join(''));
const series = fc
  .tuple(fc.constantFrom('G/SO 214', 'G/SO 217/1', 'G/SO 218/2'), fc.integer({ min: 1, max: 107 }), fc.nat(99))
  .map(([code, mandate, n]) => `${code} (${mandate}-${n})`);
const named = fc
  .tuple(fc.constantFrom('Assembly & Association', 'Health', 'Judges & lawyers', 'Minority Issues'), fc.nat(99))
  .map(([mandate, n]) => `${mandate} (${2000 + (n % 15)}-${n})`);
const fileCode = fc.oneof(series, named);
/** What stands around references in the text of letters. */
const prose = fc.constantFrom(
  'we refer to our letter',
  'In our previous communication (reference',
  'as stated in our letter dated 4 May (2021) and in',
  'Your reply to',
  'following up on (2020-1)',
  'A/HRC/40/79,',
  'mentioned above.',
  ', sent in (2024)',
  'Our letter (2021)',
  'See the reply (2019-2)',
);

describe('a reference', () => {
  it.each(['KHM 1/2025', 'KHM 1/2025.', 'AL  KHM 1 / 2025', 'AL KHM 1/2025', 'UA KHM, 1/2025', ' KHM 01/2025; '])(
    'names the same letter however it is printed: %j',
    (text) => expect(streamOf(parseReference(text))).toBe('communication-KHM-1-2025'),
  );

  it('may have a comma after the code: MWI, 2/2022', () =>
    expect(parseReference('MWI, 2/2022')).toEqual({ code: 'MWI', serial: 2, year: 2022, fileCodes: [] }));

  it('keeps the mandate file codes of old letters in order', () => {
    const text = 'UA G/SO 214 (67-17) Assembly & Association (2010-1) G/SO 214 (33-27) PHL 7/2012';
    expect(parseReference(text)).toEqual({
      type: 'UA',
      code: 'PHL',
      serial: 7,
      year: 2012,
      fileCodes: ['G/SO 214 (67-17)', 'Assembly & Association (2010-1)', 'G/SO 214 (33-27)'],
    });
    expect(parseReference('AL G/SO 214 (33-23) USA 6/2006').fileCodes).toEqual(['G/SO 214 (33-23)']);
  });

  it('tells Jamaica from the old label JAM', () => {
    expect(parseReference('JAM 1/2020')).toEqual({ code: 'JAM', serial: 1, year: 2020, fileCodes: [] });
    expect(parseReference('JAM JAM 1/2009')).toMatchObject({ type: 'JAM', code: 'JAM' });
  });

  it.each([
    '',
    'KHM',
    'AL 1/2025',
    'KHM 1',
    'KHM 0/2025',
    'KHM 1/25',
    'KHM 72019',
    'KH 1/2025',
    'khm 1/2025',
    'XKHM 1/2025',
    'see our letter AL KHM 1/2025',
    'AL THA KHM 1/2025',
    'KHM 1/2025 and LAO 1/2025',
    'KHM -1/2025',
    'x'.repeat(10_000),
    `AL ${'('.repeat(500)} KHM 1/2025`,
  ])('is refused when it has not that form, case %#', (text) =>
    expect(refusal(() => parseReference(text))).toBe('REFERENCE_INVALID'),
  );

  it('is read back from what is printed, for every type and key', () => {
    fc.assert(
      fc.property(key, type, (printed, label) => {
        const reference = label === undefined ? printed : { ...printed, type: label };
        expect(parseReference(formatReference(reference))).toEqual({ ...reference, fileCodes: [] });
      }),
    );
  });

  it('is read through the noise of scans and typing', () => {
    const spaces = fc.tuple(space(0), space(1), space(1), space(0), space(0), space(0));
    const extras = fc.record({
      fileCodes: fc.array(fileCode, { maxLength: 4 }),
      comma: fc.constantFrom('', ','),
      end: fc.constantFrom('', '.', ',', ';', ' .'),
    });
    fc.assert(
      fc.property(
        key,
        fc.constantFrom(...letterTypes),
        spaces,
        extras,
        (one, label, gap, { fileCodes, comma, end }) => {
          const files = fileCodes.map((file) => file + gap[2]).join('');
          const text = `${gap[0]}${label}${gap[1]}${files}${one.code}${comma}${gap[2]}${one.serial}${gap[3]}/${gap[4]}${one.year}${end}${gap[5]}`;
          const expected: Reference = { ...one, type: label, fileCodes };
          expect(parseReference(text)).toEqual(expected);
        },
      ),
    );
  });

  it.each([
    ['UA', 'G/SO 214 (67-17) Assembly & Association (2010-1) G/SO 214 (33-27)', 'PHL 7/2012'],
    ['AL', 'G/SO 214 (33-23)', 'USA 6/2006'],
    ['AL', 'G/SO 218/2', 'BHR 7/2013'],
    ['JUA', 'G/SO 217/1 Health (2002-7)', 'IRN 5/2009'],
    ['JOC', '', 'OTH 3/2012'],
    ['AM', '', 'COL 12/2010'],
  ])('is printed as it was: %s %s %s', (label, files, printed) => {
    const text = [label, files, printed].filter((part) => part !== '').join(' ');
    expect(formatPrintedReference(parseReference(text))).toBe(text);
    expect(formatReference(parseReference(text))).toBe(`${label} ${printed}`);
  });

  it('is read back from the printed form of its time, file codes and all, whatever the letter', () => {
    fc.assert(
      fc.property(
        key,
        type,
        fc.array(series, { maxLength: 5 }),
        fc.array(named, { maxLength: 5 }),
        (one, label, a, b) => {
          const reference: Reference = {
            ...one,
            ...(label === undefined ? { fileCodes: a } : { type: label, fileCodes: [...a, ...b] }),
          };
          expect(parseReference(formatPrintedReference(reference))).toEqual(reference);
        },
      ),
    );
  });

  it('is never guessed from prose around it, with or without a type', () => {
    fc.assert(
      fc.property(key, type, prose, fc.boolean(), (one, label, words, before) => {
        const reference = formatReference(label === undefined ? one : { ...one, type: label });
        const text = before ? `${words} ${reference}` : `${reference} ${words}`;
        expect(refusal(() => parseReference(text))).toBe('REFERENCE_INVALID');
        const inside = `${label ?? 'AL'} ${words} ${formatReference(one)}`;
        expect(refusal(() => parseReference(inside))).toBe('REFERENCE_INVALID');
      }),
    );
  });

  it('is refused or read, and never anything else, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (text) => {
        expect([undefined, 'REFERENCE_INVALID']).toContain(refusal(() => parseReference(text)));
      }),
    );
  });

  it('and the names of its streams say the same', () => {
    fc.assert(
      fc.property(key, (one) => {
        expect(referenceOfStream(streamOf(one))).toEqual(one);
        expect(referenceOfStream(handlingStreamOf(one))).toEqual(one);
      }),
    );
    expect(referenceOfStream('communication-KHM-01-2025')).toBeUndefined();
    expect(referenceOfStream('subject-KHM-1-2025')).toBeUndefined();
  });
});
