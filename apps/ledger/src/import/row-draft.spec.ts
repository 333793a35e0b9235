import { describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';

import type { Cells } from './cells.js';
import { columns } from './columns.js';
import { isDraft } from './entry.js';
import { draftOfRow } from './row-draft.js';

const empty = Object.fromEntries(columns.map((column) => [column, ''])) as Cells;
const row: Cells = {
  ...empty,
  reference: 'AL BRA 15/2021',
  date: '2022-01-19',
  mandates: 'Special Rapporteur on the rights of indigenous peoples; Working Group on Arbitrary Detention',
  subject: 'Alleged evictions near the upper river',
};
const draft = (change: Partial<Cells> = {}) => {
  const read = draftOfRow({ ...row, ...change });
  if (!isDraft(read)) throw new LedgerError('INTERNAL', JSON.stringify(read));
  return read;
};
const letter = (change: Partial<Cells> = {}) => draft(change).body['letter'] as Record<string, unknown>;
const faults = (change: Partial<Cells>) => {
  const read = draftOfRow({ ...row, ...change });
  return isDraft(read) ? [] : read.map(({ column, code }) => `${column}: ${code}`);
};

describe('a row becomes a letter', () => {
  it.each([
    ['AL BRA 15/2021', 'AL BRA 15/2021', []],
    ['AL  BRA 15 / 2021.', 'AL BRA 15/2021', []],
    ['JUA MWI, 2/2022', 'JUA MWI 2/2022', []],
    [
      'UA G/SO 214 (67-17) Assembly & Association (2010-1) G/SO 214 (33-27) PHL 7/2012',
      'UA PHL 7/2012',
      ['G/SO 214 (67-17)', 'Assembly & Association (2010-1)', 'G/SO 214 (33-27)'],
    ],
  ])('with the number and the file codes that %s prints', (reference, printed, fileCodes) => {
    expect(draft({ reference }).reference).toBe(printed);
    expect(letter({ reference })['fileCodes']).toEqual(fileCodes);
  });

  it('keeps the year of the number where the letter is dated in another one', () =>
    expect([draft().key.year, letter()['on']]).toEqual([2021, '2022-01-19']));

  it('says of it that it rests on an import, and of what no column tells that it is not known', () =>
    expect(letter()).toMatchObject({ restsOn: 'import', language: 'und', individuals: 'unspecified', questions: [] }));

  it('names a State that the row does not name as it was named on the day of the letter', () => {
    expect(letter()['addressee']).toEqual({ name: 'Brazil', kind: 'state' });
    const then = { reference: 'AL TUR 1/2020', date: '2020-03-01' };
    expect(letter(then)['addressee']).toEqual({ name: 'Turkey', kind: 'state' });
  });

  it('keeps the name of the addressee as it is printed', () =>
    expect(letter({ addressee: 'Federative Republic of Brazil' })['addressee']).toMatchObject({
      name: 'Federative Republic of Brazil',
    }));

  it('counts nobody where a cell is empty, as soon as another one counts', () =>
    expect(letter({ women: '2', men: '0' })['individuals']).toEqual({
      ...{ women: 2, men: 0, girls: 0, boys: 0, other: 0, unknown: 0 },
    }));

  it.each([
    ['within 60 days', 60],
    ['60 days', 60],
    ['48 hours', 2],
  ])('counts the window from the clause as printed: %s', (printed, days) =>
    expect(letter({ publication_clause: printed })['publicationWindow']).toEqual({ days, printed }),
  );

  it('knows no window where no clause is printed', () => expect(letter()['publicationWindow']).toBeNull());

  it('has each mandate of the cell', () =>
    expect(letter()['mandates']).toEqual([
      'Special Rapporteur on the rights of indigenous peoples',
      'Working Group on Arbitrary Detention',
    ]));
});

describe('a row to another actor', () => {
  const company = { reference: 'OL OTH 21/2022', addressee: 'Riverside Mining Ltd.', addressee_kind: 'company' };

  it('names it and says what it is', () =>
    expect(letter(company)['addressee']).toEqual({ name: 'Riverside Mining Ltd.', kind: 'company' }));

  it('is refused without its name, without its kind, and as a State', () => {
    expect(faults({ ...company, addressee: '' })).toEqual(['addressee: BODY_INVALID']);
    expect(faults({ ...company, addressee_kind: '' })).toEqual(['addressee_kind: BODY_INVALID']);
    expect(faults({ ...company, addressee_kind: 'state' })).toEqual(['addressee_kind: BODY_INVALID']);
    expect(faults({ addressee_kind: 'company' })).toEqual(['addressee_kind: BODY_INVALID']);
  });
});

describe('the replies of a row', () => {
  const replies = (text: string) => draft({ replies: text }).body['replies'];

  it('are told one after the other, each with its day, its kind and its language', () =>
    expect(replies('2022-02-02 request for time in pt; 2022-03 substantive')).toEqual([
      { on: '2022-02-02', kind: 'request_for_time', language: 'pt', confidential: false, documents: [] },
      { on: '2022-03', kind: 'substantive', language: 'und', confidential: false, documents: [] },
    ]));

  it('may be confidential, and may be one reply to several letters, which are then recorded before', () => {
    expect(replies('2022-03-15 refusal in en, confidential')).toMatchObject([{ confidential: true }]);
    const joint = draft({ replies: '2022-03-15 substantive in es, confidential, same as AL MEX, 3/2021' });
    expect(joint.body['replies']).toMatchObject([{ confidential: true, sameReplyTo: 'MEX 3/2021' }]);
    expect(joint.after).toEqual(['MEX 3/2021']);
  });

  it.each(['substantive', '3/5/2012 substantive', '2022-03-15', '2022-03-15 answer', '2022-02-30 refusal'])(
    'are refused when written "%s"',
    (text) => expect(faults({ replies: text })).toEqual(['replies: BODY_INVALID']),
  );

  it('are refused when the other letter is not named by its reference', () =>
    expect(faults({ replies: '2022-03-15 refusal, same as the one to Mexico' })).toEqual(['replies: BODY_INVALID']));
});

describe('where a letter was published', () => {
  it('is told by the address and the day', () =>
    expect(draft({ published_url: 'https://example.org/a', published_on: '2022-04' }).body).toMatchObject({
      publishedElsewhere: { url: 'https://example.org/a', on: '2022-04' },
    }));

  it('is refused when one of the two is missing', () => {
    expect(faults({ published_url: 'https://example.org/a' })).toEqual(['published_on: BODY_INVALID']);
    expect(faults({ published_on: '2022-04-01' })).toEqual(['published_url: BODY_INVALID']);
  });
});

describe('a number that is void', () => {
  const voided = { ...empty, reference: 'THA 4/2022', date: '2022-03-02', void: 'Given twice.' };

  it('is recorded without a letter, with the letter that stands in its place', () => {
    const read = draftOfRow({ ...voided, void_replaced_by: 'AL THA 3/2022' });
    expect(read).toMatchObject({
      kind: 'void',
      reference: 'THA 4/2022',
      body: { on: '2022-03-02', reason: 'Given twice.', replacedBy: 'THA 3/2022' },
    });
  });

  it('is refused with anything that only a letter has', () =>
    expect(faults({ ...voided, subject: 'A letter', women: '1' })).toEqual([
      'subject: BODY_INVALID',
      'women: BODY_INVALID',
    ]));
});

describe('what is wrong with a row', () => {
  it.each([
    ['reference', 'see our letter of May', 'REFERENCE_INVALID'],
    ['reference', 'BRA 15/2021', 'REFERENCE_INVALID'],
    ['reference', 'AL XXX 15/2021', 'ADDRESSEE_UNKNOWN'],
    ['reference', 'AL HKG 15/2021', 'ADDRESSEE_UNKNOWN'],
    ['date', '3/5/2012', 'DATE_INVALID'],
    ['date', '2022-02-30', 'DATE_INVALID'],
    ['date', '', 'BODY_INVALID'],
    ['mandates', '', 'BODY_INVALID'],
    ['subject', '', 'BODY_INVALID'],
    ['women', 'several', 'BODY_INVALID'],
    ['women', '-1', 'BODY_INVALID'],
    ['publication_clause', 'soon', 'BODY_INVALID'],
    ['publication_clause', '36 hours', 'BODY_INVALID'],
    ['reply_asked_by', '2022-03', 'DATE_INVALID'],
    ['void_replaced_by', 'BRA 16/2021', 'BODY_INVALID'],
  ] as const)('is said with its column: %s', (column, text, code) =>
    expect(faults({ [column]: text })).toEqual([`${column}: ${code}`]),
  );

  it('is said of every column at once', () =>
    expect(faults({ date: 'May', mandates: '', replies: 'none' })).toEqual([
      'date: DATE_INVALID',
      'mandates: BODY_INVALID',
      'replies: BODY_INVALID',
    ]));

  it('is a person named in a text that everyone will read', () => {
    expect(faults({ subject: 'Alleged detention of Ms. Ana Example' })).toEqual(['subject: NAME_UNMARKED']);
    expect(faults({ themes: 'detention; Mr. Ivan Example' })).toEqual(['themes: NAME_UNMARKED']);
    expect(faults({ mandates: 'Special Rapporteur on torture, for Mr. Ivan Example' })).toEqual([
      'mandates: NAME_UNMARKED',
    ]);
    const other = { reference: 'AL OTH 1/2022', addressee: 'Office of Mr. Ivan Example', addressee_kind: 'company' };
    expect(faults(other)).toEqual(['addressee: NAME_UNMARKED']);
    const voided = { mandates: '', subject: '', void: 'Given to Mrs. Ana Example.' };
    expect(faults(voided)).toEqual(['void: NAME_UNMARKED']);
  });

  it('is never said with what stands in the cell', () => {
    const read = draftOfRow({
      ...row,
      subject: 'Alleged detention of Ms. Ana Example',
      date: 'secret',
      replies: 'secret',
    });
    expect(JSON.stringify(read)).not.toMatch(/secret|Ana/u);
  });
});
