import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import { letterSentFrom } from './letter-sent.js';
import { readLetter } from './read-letter.js';
import type { LetterRecord } from './reading.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const specimen = readFileSync(join(root, 'examples/AL_KHM_1-2025.txt'), 'utf8');
const realFile = join(root, '../shared/data/letters/AL_KHM_1-2025.txt');
const expectedFile = realFile.replace('.txt', '.expected.json');

const asks = [1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2];

/** What a person reads in the letter, in the specimen as in the real one. */
function factsOf(record: LetterRecord): object {
  const { instruments, questions, signatories, ...facts } = record;
  return {
    ...Object.fromEntries(Object.entries(facts).filter(([field]) => promised.has(field))),
    instruments: actsByName(instruments),
    asks: questions.map((question) => question.asks),
    signatories: signatories.length,
  };
}

const promised = new Set(
  'reference type addresseeCode addresseeName serial year sentOn language salutation fileCodes mandates capacityMandates resolutions mandateResolutions publicationWindowDays pressReleaseAnnounced interimMeasuresAsked otherAddressees earlierReferences documentsCited uprRecommendations'.split(
    ' ',
  ),
);

/** Their order is no fact of the letter: it names most of them several times. */
const actsByName = (instruments: LetterRecord['instruments']): object[] =>
  instruments
    .map(({ name, short, status, date }) => ({ name, short, status, date }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

function evidenceStands(text: string): void {
  const points = [...text];
  const quotes = Object.values(readLetter(text).evidence).flat();
  expect(quotes.length).toBeGreaterThan(40);
  for (const { start, end, quote } of quotes) expect(points.slice(start, end).join('')).toBe(quote);
}

describe('the specimen of AL KHM 1/2025 in examples/', () => {
  it('is read into the facts of that letter', () => {
    expect(factsOf(readLetter(specimen).record)).toEqual({
      reference: 'AL KHM 1/2025',
      type: 'AL',
      addresseeCode: 'KHM',
      addresseeName: 'Cambodia',
      serial: 1,
      year: 2025,
      sentOn: '2025-03-10',
      language: 'en',
      salutation: 'Excellency,',
      fileCodes: [],
      mandates,
      capacityMandates: mandates,
      resolutions: ['51/15', '54/36', '53/9'],
      mandateResolutions: mandates.map((mandate, i) => ({ mandate, resolution: ['51/15', '54/36', '53/9'][i] })),
      publicationWindowDays: 60,
      pressReleaseAnnounced: true,
      interimMeasuresAsked: true,
      otherAddressees: [
        'Armed Forces of Myanmar',
        'ASEAN',
        'China',
        'Lao PDR',
        'Malaysia',
        'the Philippines',
        'Thailand',
        'Viet Nam',
      ],
      earlierReferences: ['AL KHM 2/2022'],
      documentsCited: [
        'A/HRC/47/34',
        'CEDAW/C/GC/38',
        'CCPR/C/GC/36',
        'CCPR/C/21/Rev.1/Add.13',
        'CED/C/KHM/CO/1',
        'E/C.12/KHM/CO/2',
        'A/RES/73/195',
      ],
      uprRecommendations: [
        { numbers: '139.74', state: 'Portugal', position: 'supported' },
        { numbers: '139.68-139.90', state: null, position: null },
        { numbers: '139.54-139.55', state: null, position: 'supported' },
      ],
      instruments: actsByName(instruments),
      asks,
      signatories: 3,
    });
  });

  it('has a quotation that stands in the text for every field read', () => evidenceStands(specimen));

  it('raises what a person should look at, and nothing else', () => {
    expect(readLetter(specimen).flags.map(({ code }) => code)).toEqual([
      'RESOLUTIONS_PAIRED_BY_ORDER',
      'SYMBOL_MISPRINTED',
      'REPLY_DATE_NOT_ASKED',
    ]);
  });

  it('becomes a record that keeps the misprinted symbol, all instruments and who else was written to', () => {
    const letter = letterSentFrom(readLetter(specimen), { restsOn: 'allegations', documents: [] });
    expect(letter.documentsCited).toContainEqual({
      printed: 'ICCPR/C/21/Rev.1/Add.13',
      normalised: 'CCPR/C/21/Rev.1/Add.13',
      paragraphs: '10',
    });
    expect(letter.instruments).toHaveLength(15);
    expect(letter.instruments).toContainEqual({
      name: 'Convention on the Elimination of All Forms of Discrimination against Women',
      articles: ['2', '6'],
      verb: 'ratified',
      on: '1992-10-15',
    });
    expect(letter.otherRecipients.map(({ code }) => code)).toEqual('OTH OTH CHN LAO MYS PHL THA VNM'.split(' '));
    expect(letter.otherRecipients.flatMap(({ id }) => id ?? [])).toEqual(['armed-forces-of-myanmar', 'asean']);
    expect(readLetter(specimen).record.otherRecipients).toEqual(letter.otherRecipients);
    expect(letter.upr.every(({ on }) => on === '2024-07-16')).toBe(true);
    expect(letter.publicationWindow).toEqual({ days: 60, printed: 'within 60 days' });
  });
});

if (existsSync(realFile))
  describe('the real letter AL KHM 1/2025 in ../shared/data/letters', () => {
    const real = readFileSync(realFile, 'utf8');
    const expected = (JSON.parse(readFileSync(expectedFile, 'utf8')) as { record: LetterRecord }).record;

    it('is read as a person reads it', () => {
      const { record } = readLetter(real);
      expect(factsOf(record)).toEqual(factsOf(expected));
      expect(record.questions).toEqual(expected.questions);
      expect(record.signatories).toEqual(expected.signatories);
    });

    it('has a quotation that stands in the text for every field read', () => evidenceStands(real));
  });

const mandates = [
  'Special Rapporteur on contemporary forms of slavery, including its causes and consequences',
  'Special Rapporteur on the situation of human rights in Cambodia',
  'Special Rapporteur on trafficking in persons, especially women and children',
];

const instrument = (name: string, short: string, status: string, date: string | null): object => ({
  name,
  short,
  status,
  date,
});

const instruments = [
  instrument('ILO Forced Labour Convention, 1930 (No. 29)', 'ILO C29', 'ratified', '1969-02-24'),
  instrument('ILO Worst Forms of Child Labour Convention, 1999 (No. 182)', 'ILO C182', 'none', null),
  instrument('Palermo Protocol', 'Palermo Protocol', 'ratified', '2007-07-02'),
  instrument(
    'Convention on the Elimination of All Forms of Discrimination against Women',
    'CEDAW',
    'ratified',
    '1992-10-15',
  ),
  instrument('Convention on the Rights of the Child', 'CRC', 'ratified', '1992-10-15'),
  instrument('International Covenant on Civil and Political Rights', 'ICCPR', 'ratified', '1992-05-26'),
  instrument(
    'International Convention on the Protection of the Rights of All Migrant Workers and Members of Their Families',
    'CMW',
    'signed',
    '2004-09-27',
  ),
  instrument('Convention against Torture', 'CAT', 'ratified', '1992-10-15'),
  instrument('International Covenant on Economic, Social and Cultural Rights', 'ICESCR', 'ratified', '1992-05-26'),
  instrument('ASEAN Convention against Trafficking in Persons', 'ACTIP', 'signed', '2015-11-21'),
  instrument(
    'International Convention for the Protection of All Persons from Enforced Disappearance',
    'CED',
    'ratified',
    '2013-06-27',
  ),
] as unknown as LetterRecord['instruments'];
