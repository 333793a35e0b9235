import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { LedgerError } from '#libs/ledger';

import { readLetter } from './read-letter.js';

interface Parts {
  readonly mandates?: string;
  readonly top?: string;
  readonly ref?: string;
  readonly date?: string;
  readonly salutation?: string;
  readonly capacity?: string;
  readonly facts?: string;
  readonly questions?: string;
  readonly clauses?: string;
  readonly annex?: string;
}

/** A short letter; each part can be replaced. */
function letter(parts: Parts = {}): string {
  return [
    parts.mandates ??
      'Mandates of the Working Group on Arbitrary Detention; the Special Rapporteur on the rights to freedom of peaceful assembly and of association and the Special Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment',
    parts.top ?? '',
    parts.ref ?? 'Ref.: UA MWI 7/2019',
    parts.date ?? '4 June 2019',
    parts.salutation ?? 'Excellency,',
    parts.capacity ??
      'We have the honour to address you in our capacities as Working Group on Arbitrary Detention; Special Rapporteur on the rights to freedom of peaceful assembly and of association and Special Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment, pursuant to Human Rights Council resolutions 33/30, 41/12 and 34/19.',
    parts.facts ??
      'We would like to bring to your attention information we have received concerning the alleged detention of three demonstrators.\n\nAccording to the information received:\n\nThree people were reportedly held without charge.',
    parts.questions ??
      'We would be grateful for your observations on the following matters:\n\n1. Please provide information on the legal grounds of the detention.\n\n2. Where are the three people held? Please indicate who may visit them.',
    parts.clauses ??
      'We would appreciate receiving a response within 60 days. Past this delay, this communication and any response received from your Excellency’s Government will be made public via the communications reporting website.',
    'Please accept, Excellency, the assurances of our highest consideration.',
    'Ottoline Brackwater\nVice-Chair of the Working Group on Arbitrary Detention\n\nKofi Lindqvist\nSpecial Rapporteur on the rights to freedom of peaceful assembly and of association\n\nMireille Osei-Tanaka\nSpecial Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment',
    parts.annex ?? 'Annex\n\nThe ICCPR, acceded to by Malawi on 22 December 1993, applies.',
  ].join('\n\n');
}

const read = (parts: Parts = {}) => readLetter(letter(parts)).record;
const flagsOf = (parts: Parts = {}): string[] => readLetter(letter(parts)).flags.map(({ code }) => code);
const codeOf = (text: string): string | undefined => {
  try {
    readLetter(text);
    return undefined;
  } catch (error) {
    return error instanceof LedgerError ? error.code : String(error);
  }
};

describe('what is no letter, or not enough of one, is refused', () => {
  it.each([
    ['an empty text', ''],
    ['a note about lunch', 'Dear all, lunch is at noon.\n'],
    ['a text longer than any letter', letter({ facts: 'It is reported. '.repeat(70_000) })],
    ['a text that quotes a reference', 'Our answer to Ref.: AL KHM 1/2025 is attached.'],
  ])('%s is no letter', (_, text) => expect(codeOf(text)).toBe('LETTER_UNREADABLE'));

  it.each([
    ['without a reference line', { ref: '' }, 'LETTER_WITHOUT_REFERENCE'],
    [
      'with a reference in prose only',
      { ref: '', facts: 'We recall our letter AL KHM 2/2022.' },
      'LETTER_WITHOUT_REFERENCE',
    ],
    ['with a reference that no mark makes its own', { ref: 'UA MWI 7/2019' }, 'LETTER_WITHOUT_REFERENCE'],
    [
      'that only repeats the reference of the other side',
      { ref: 'Your ref.: UA MWI 7/2019' },
      'LETTER_WITHOUT_REFERENCE',
    ],
    ['with a reference line that holds none', { ref: 'Ref.: to follow' }, 'REFERENCE_INVALID'],
    ['to a code that is no addressee’s', { ref: 'Ref.: AL TWN 1/2025' }, 'ADDRESSEE_UNKNOWN'],
    ['without a date', { date: '' }, 'LETTER_WITHOUT_DATE'],
    ['dated on a day that is not in the calendar', { date: '31 February 2025' }, 'DATE_INVALID'],
    ['dated in figures that can be read two ways', { date: '04/06/2019' }, 'DATE_INVALID'],
    ['dated in a month that there is not', { date: '10 Marchember 2025' }, 'DATE_INVALID'],
  ] as const)('a letter %s', (_, parts, code) => expect(codeOf(letter(parts))).toBe(code));
});

describe('the reference', () => {
  it('with file codes keeps them in order', () => {
    const record = read({
      ref: 'Ref.: UA G/SO 214 (67-17) Assembly & Association (2010-1) G/SO 214 (33-27) PHL 7/2012',
      date: '2 July 2012',
    });
    expect(record).toMatchObject({ reference: 'UA PHL 7/2012', type: 'UA', addresseeCode: 'PHL' });
    expect(record.fileCodes).toEqual(['G/SO 214 (67-17)', 'Assembly & Association (2010-1)', 'G/SO 214 (33-27)']);
  });

  it('may stand on the line of the date', () => {
    expect(read({ ref: '', date: '4 June 2019    Ref.: UA MWI 7/2019' })).toMatchObject({
      reference: 'UA MWI 7/2019',
      sentOn: '2019-06-04',
    });
  });

  it('is the marked one when another stands above it, which is kept as an earlier one', () => {
    const record = read({ top: 'In continuation of AL MWI 2/2018' });
    expect(record.reference).toBe('UA MWI 7/2019');
    expect(record.earlierReferences).toEqual(['AL MWI 2/2018']);
  });

  it('without a type has none, and says so', () => {
    expect(read({ ref: 'Ref.: MWI 7/2019' })).toMatchObject({ reference: 'MWI 7/2019', type: null });
    expect(flagsOf({ ref: 'Ref.: MWI 7/2019' })).toContain('REFERENCE_WITHOUT_TYPE');
  });

  it('whose stroke the scanner lost is put right and flagged', () => {
    expect(read({ ref: 'Ref.: UA MWI 72019' }).reference).toBe('UA MWI 7/2019');
    expect(flagsOf({ ref: 'Ref.: UA MWI 72019' })).toContain('REFERENCE_SCANNED');
  });

  it('may count in another year than the letter’s date, which is flagged', () =>
    expect(flagsOf({ ref: 'Ref.: AL BRA 15/2021', date: '19 January 2022' })).toContain('YEAR_DIFFERS'));

  it('is never its own earlier one, and earlier ones may lack a type or carry a comma', () => {
    const record = read({
      facts: 'Of MWI 7/2019 we say nothing; see MWI, 2/2018 and AL MWI 3/2018. HRC 12/2018 is none.',
    });
    expect(record.earlierReferences).toEqual(['MWI 2/2018', 'AL MWI 3/2018']);
  });
});

describe('the date', () => {
  it.each([
    ['10 de marzo de 2025', '2025-03-10'],
    ['1er août 2024', '2024-08-01'],
    ['Geneva, 3 December 2018', '2018-12-03'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (date, expected) => expect(read({ date }).sentOn).toBe(expected));
});

describe('mandates and resolutions', () => {
  it('are cut where a title begins, not at the commas and the "and" inside one', () =>
    expect(read().mandates).toEqual([
      'Working Group on Arbitrary Detention',
      'Special Rapporteur on the rights to freedom of peaceful assembly and of association',
      'Special Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment',
    ]));

  it('of the capacity sentence may be fewer than the header’s: both are kept and flagged', () => {
    const capacity =
      'We have the honour to address you in our capacity as Working Group on Arbitrary Detention, pursuant to Human Rights Council resolution 33/30.';
    expect(read({ capacity })).toMatchObject({
      capacityMandates: ['Working Group on Arbitrary Detention'],
      mandateResolutions: [{ mandate: 'Working Group on Arbitrary Detention', resolution: '33/30' }],
    });
    expect(read({ capacity }).mandates).toHaveLength(3);
    expect(flagsOf({ capacity })).toContain('CAPACITY_MANDATES_DIFFER');
  });

  it('in unequal numbers are not paired', () => {
    const capacity =
      'We have the honour to address you in our capacities as Working Group on Arbitrary Detention and Special Rapporteur on minority issues, pursuant to Human Rights Council resolution 33/30.';
    expect(read({ capacity }).mandateResolutions).toEqual([]);
    expect(flagsOf({ capacity })).toContain('RESOLUTIONS_NOT_PAIRED');
  });
});

describe('questions and clauses', () => {
  it('count each request of a question', () =>
    expect(read().questions.map(({ number, asks }) => ({ number, asks }))).toEqual([
      { number: 1, asks: 1 },
      { number: 2, asks: 2 },
    ]));

  it('keep a number that wraps to the start of a line inside its question', () => {
    const questions =
      'We would be grateful for your observations on the following matters:\n1. Please explain article\n9. Please also explain article\n4. The rest.\n2. Please say why.';
    expect(read({ questions }).questions.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('"Past this delay" looks back to the days in the sentence before', () =>
    expect(read().publicationWindowDays).toBe(60));

  it('48 hours are 2 days', () => {
    const clauses = 'This communication will be made public via the communications reporting website within 48 hours.';
    expect(read({ clauses })).toMatchObject({ publicationWindowDays: 2, publicationWindowPrinted: 'within 48 hours' });
  });

  it('a day by which a reply is asked is kept', () => {
    const clauses = 'We would appreciate a response no later than 15 July 2019.';
    expect(read({ clauses })).toMatchObject({ replyAskedBy: '2019-07-15', publicationWindowDays: null });
    expect(flagsOf({ clauses })).toContain('PUBLICATION_CLAUSE_NOT_FOUND');
  });

  it('recipients whose names hold an "and" stay whole', () => {
    const clauses =
      'Letters on this matter have also been sent to the Governments of Bosnia and Herzegovina and Trinidad and Tobago.';
    expect(read({ clauses }).otherRecipients).toEqual([
      { printed: 'Bosnia and Herzegovina', code: 'BIH' },
      { printed: 'Trinidad and Tobago', code: 'TTO' },
    ]);
  });

  it('instruments keep the verb that is printed', () =>
    expect(read().instruments).toMatchObject([{ short: 'ICCPR', status: 'acceded', date: '1993-12-22' }]));

  it('a question that names a person is flagged', () => {
    const questions =
      'We would be grateful for your observations on the following matters:\n1. Please say where Ms. Oriel Dunmore is held.';
    expect(flagsOf({ questions })).toContain('NAME_UNMARKED');
  });
});

describe('whatever a page does to a letter', () => {
  /** Wraps lines, doubles breaks, changes spaces and line ends; words and their order stay. */
  const noise = fc.record({
    width: fc.integer({ min: 90, max: 200 }),
    crlf: fc.boolean(),
    hardSpaceEvery: fc.integer({ min: 2, max: 40 }),
    breakEvery: fc.integer({ min: 3, max: 30 }),
    mark: fc.constantFrom('', '\ufeff', '\u{1F54A} '),
  });
  type Noise = typeof noise extends fc.Arbitrary<infer T> ? T : never;

  function disturbed(text: string, { width, crlf, hardSpaceEvery, breakEvery, mark }: Noise): string {
    const wrapped = text.split('\n').flatMap((line) => line.match(new RegExp(`.{1,${width}}(?:\\s|$)`, 'gu')) ?? ['']);
    const lines = wrapped.flatMap((line, i) =>
      line.trim().length > 80 && i % breakEvery === 0 ? [line.trim(), ''] : [line.trim()],
    );
    let spaces = 0;
    const spaced = lines
      .join(crlf ? '\r\n' : '\n')
      .replace(/ /gu, () => (++spaces % hardSpaceEvery === 0 ? '\u00a0' : ' '));
    return mark + spaced;
  }

  it.each([
    ['below its end', '\n\n        4\n\f'],
    ['above its beginning', '\n\f4\n\n'],
    ['with the word', '\r\n\r\nPage 12\r\n\f'],
  ])('the number of a page, %s, is no part of the question that runs over it', (_, turn) => {
    const plain = read();
    const question = 'Please indicate who may visit them.';
    const text = letter().replace(question, question.replace(' may ', `${turn}may `));
    expect(text).toContain(turn);
    expect(readLetter(text).record).toEqual(plain);
  });

  const seed = Date.now();

  it(`the record is the same and its quotations stand in the text (seed ${seed})`, () => {
    const plain = read();
    fc.assert(
      fc.property(noise, (change) => {
        const text = disturbed(letter(), change);
        const { record, evidence } = readLetter(text);
        expect(record).toEqual(plain);
        const points = [...text];
        for (const { start, end, quote } of Object.values(evidence).flat())
          expect(points.slice(start, end).join('')).toBe(quote);
      }),
      { seed, numRuns: 200 },
    );
  });

  it(`no reference in prose ever becomes the letter's own (seed ${seed})`, () => {
    const other = fc.tuple(
      fc.constantFrom('AL', 'UA', 'OL', ''),
      fc.constantFrom('KHM', 'FRA', 'OTH'),
      fc.integer({ min: 1, max: 99 }),
    );
    const place = fc.constantFrom('see', 'our letter', '(Ref.:', 'with reference to', 'ref.');
    fc.assert(
      fc.property(other, place, noise, ([type, code, serial], words, change) => {
        const facts = `It was raised before, ${words} ${type} ${code} ${serial}/2017.`;
        expect(codeOf(disturbed(letter({ ref: '', facts, top: '' }), change))).toBe('LETTER_WITHOUT_REFERENCE');
        expect(readLetter(disturbed(letter({ facts }), change)).record.reference).toBe('UA MWI 7/2019');
      }),
      { seed, numRuns: 100 },
    );
  });
});

describe('a letter that no person wrote', () => {
  const many = 200_000;
  it.each([
    ['blanks', ' '.repeat(many)],
    ['one word', 'x'.repeat(many)],
    ['opened links', '[x]('.repeat(many / 4)],
    ['mandates', 'Special Rapporteur on '.repeat(many / 20)],
    ['clauses', 'It is made public. '.repeat(many / 20)],
    ['clauses in one sentence', 'made public '.repeat(many / 12)],
  ])(
    'of very many %s is read in a time that grows with its length only',
    (_, facts) => expect(read({ facts }).reference).toBe('UA MWI 7/2019'),
    30_000,
  );
});
