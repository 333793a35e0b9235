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

  it('holds no letter whose number is void', () =>
    given(told('LetterSent'), told('ReferenceVoided')).when(including).thenRefused('LETTER_VOID'));
});
