import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  eventId,
  type Fact,
  given,
  history,
  khm,
  letterFile,
  letterStream as stream,
  payloadExamples,
  publishedLetter,
  told,
} from '#libs/testing';
import { noCommunication } from './communication.js';
import { includeInReport, linkLetters } from './place-letter.js';
import type { LettersLinked } from './letter-standing.js';

const context = { now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', reference: khm };
type Past = readonly RecordedEvent[];
const { LettersLinked: link, IncludedInReport: inclusion } = payloadExamples;
const linking =
  (change: Partial<LettersLinked> = {}) =>
  (past: Past) =>
    linkLetters({ ...link, ...change }, { ...context, named: noCommunication }, letterFile(past).communication);
const including = (past: Past) => includeInReport(inclusion, context, letterFile(past).communication);

describe('a link to another letter', () => {
  it('may name one that this ledger does not hold, as AL KHM 1/2025 cites KHM 2/2022', () =>
    given(told('LetterSent'))
      .when(linking())
      .then({ stream, type: 'LettersLinked', data: link, codes: ['KHM'] }));

  it('is recorded once in each relation', () => {
    given(told('LetterSent'), told('LettersLinked')).when(linking()).thenRefused('ALREADY_LINKED');
    const data = { ...link, relation: 'follow_up_to' } as const;
    given(told('LetterSent'), told('LettersLinked')).when(linking(data)).then({ stream, type: 'LettersLinked', data });
  });

  it('may be recorded again after the first was an error', () =>
    given(told('LetterSent'), told('LettersLinked'), told('RecordedInError', { event: eventId(1) }))
      .when(linking())
      .then({ stream, type: 'LettersLinked', data: link }));

  it('does not lead to the letter itself', () =>
    given(told('LetterSent'))
      .when(linking({ reference: 'KHM 1/2025' }))
      .thenRefused('REFERENCE_INVALID'));

  it('that everyone reads of names only what is published, or unknown here', () => {
    const toLetter = (...named: readonly Fact[]) => {
      const other = letterFile(history(named)).communication;
      return (past: Past) => linkLetters(link, { ...context, named: other }, letterFile(past).communication);
    };
    given(...publishedLetter)
      .when(toLetter(told('LetterSent')))
      .thenRefused('LETTER_NOT_PUBLISHED');
    given(...publishedLetter)
      .when(toLetter(...publishedLetter))
      .then({ stream, type: 'LettersLinked', data: link });
    given(told('LetterSent'))
      .when(toLetter(told('LetterSent')))
      .then({ stream, type: 'LettersLinked', data: link });
  });

  it('needs a letter', () => given().when(linking()).thenRefused('LETTER_NOT_SENT'));
});

describe('a Communications Report', () => {
  it('holds a letter once', () => {
    given(told('LetterSent'))
      .when(including)
      .then({ stream, type: 'IncludedInReport', data: inclusion, codes: ['KHM'] });
    given(told('LetterSent'), told('IncludedInReport')).when(including).thenRefused('ALREADY_REPORTED');
  });

  it('holds no letter that a working group sent in its own procedure, unless that is an urgent appeal', () => {
    const own = { mandates: ['Working Group on Arbitrary Detention'] };
    const included = { stream, type: 'IncludedInReport', data: inclusion } as const;
    given(told('LetterSent', own)).when(including).thenRefused('SEPARATE_TRACK');
    given(told('LetterSent', { ...own, type: 'OL', on: '2025-03' }))
      .when(including)
      .thenRefused('SEPARATE_TRACK');
    given(told('LetterSent', { ...own, type: 'UA' }))
      .when(including)
      .then(included);
    given(told('LetterSent', { mandates: [...own.mandates, 'Special Rapporteur on the right to food'] }))
      .when(including)
      .then(included);
  });

  it('holds one all the same that it may have counted before a correction, and the report of a year holds any', () => {
    const own = { mandates: ['Working Group on Enforced or Involuntary Disappearances'] };
    const corrected = (event: number, change: object = {}) =>
      told('LetterCorrected', { ...change, corrects: eventId(event) });
    given(told('LetterSent'), corrected(0, own))
      .when(including)
      .then({ stream, type: 'IncludedInReport', data: inclusion });
    given(told('LetterSent', own), corrected(0))
      .when(including)
      .then({ stream, type: 'IncludedInReport', data: inclusion });
    given(told('LetterSent', own), corrected(0), told('RecordedInError', { event: eventId(1) }))
      .when(including)
      .thenRefused('SEPARATE_TRACK');
    const yearly = { ...inclusion, report: '2025' };
    given(told('LetterSent', own))
      .when((past) => includeInReport(yearly, context, letterFile(past).communication))
      .then({ stream, type: 'IncludedInReport', data: yearly });
  });

  it('holds no letter whose number is void', () =>
    given(told('LetterSent'), told('ReferenceVoided')).when(including).thenRefused('LETTER_VOID'));
});
