import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { type Fact, given, payloadExamples } from '#libs/testing';
import { foldCommunication } from '../communication/communication.js';
import { parseReference, streamOf } from '../communication/reference.js';
import { lettersNamed } from '../public-references.js';
import type { FollowUpRecorded, OutcomeRecorded } from './follow-up.events.js';
import { foldFollowUp } from './follow-up.js';
import { recordFollowUp, recordOutcome, textsOfFollowUp } from './record-follow-up.js';

const stream = 'follow_up-f1';
const { FollowUpRecorded: followUp, OutcomeRecorded: outcome } = payloadExamples;
const letter = streamOf(parseReference('KHM 1/2025'));
const sent: Fact = { stream: letter, type: 'LetterSent', data: payloadExamples.LetterSent };
const published: Fact = { stream: letter, type: 'LetterPublished', data: payloadExamples.LetterPublished };
const recorded = (audience: FollowUpRecorded['audience']): Fact => ({
  stream,
  type: 'FollowUpRecorded',
  data: { ...followUp, audience },
});

type Past = readonly RecordedEvent[];
const contextFor = (past: Past, keys: readonly string[]) => ({
  now: Date.parse('2025-09-10T09:00:00Z'),
  today: '2025-09-10',
  followUpId: 'f1',
  codes: new Set(['KHM', 'LAO']),
  letters: new Map(
    keys.map((key) => [key, foldCommunication(past.filter((event) => event.stream === streamOf(parseReference(key))))]),
  ),
});
const recording =
  (change: Partial<FollowUpRecorded> = {}) =>
  (past: Past) => {
    const data = { ...followUp, ...change };
    return recordFollowUp(data, contextFor(past, lettersNamed(data.references, textsOfFollowUp(data))));
  };
const concluding =
  (change: Partial<OutcomeRecorded> = {}) =>
  (past: Past) => {
    const data = { ...outcome, ...change };
    const own = foldFollowUp(past.filter((event) => event.stream === stream));
    return recordOutcome(data, contextFor(past, lettersNamed([], textsOfFollowUp(data))), own);
  };

describe('a follow-up for everyone', () => {
  it('stands in the files of its letters and of the addressees it concerns', () =>
    given(sent, published)
      .when(recording({ addressees: ['LAO', 'KHM'] }))
      .then({
        stream,
        type: 'FollowUpRecorded',
        data: { ...followUp, addressees: ['LAO', 'KHM'] },
        codes: ['KHM', 'LAO'],
      }));

  it('names published letters only, in its text too', () => {
    given(sent).when(recording()).thenRefused('LETTER_NOT_PUBLISHED');
    given(sent)
      .when(recording({ references: [], text: 'A visit after AL KHM 1/2025.' }))
      .thenRefused('LETTER_NOT_PUBLISHED');
  });
});

describe('a follow-up for staff', () => {
  const staff = { audience: 'staff', text: 'A meeting about AL KHM 1/2025.' } as const;

  it('may be about an unpublished letter, and stands in no file', () =>
    given(sent)
      .when(recording(staff))
      .then({ stream, type: 'FollowUpRecorded', data: { ...followUp, ...staff }, codes: [] }));

  it('is about letters that were sent', () => given().when(recording(staff)).thenRefused('LETTER_NOT_SENT'));
});

describe('recording a follow-up', () => {
  it('gives the particulars that go with its kind, and no others', () => {
    for (const change of [
      { kind: 'visit' },
      { recommendation: null },
      { kind: 'treaty_body_observation', recommendation: null },
      { observation: { symbol: 'CCPR/C/KHM/CO/3', paragraphs: '12' } },
    ] as const)
      given(sent, published).when(recording(change)).thenRefused('BODY_INVALID');
  });

  it('concerns addressees that have a file', () =>
    given(sent, published)
      .when(recording({ addressees: ['TWN'] }))
      .thenRefused('ADDRESSEE_UNKNOWN'));

  it('lies after the letter and not in the future', () => {
    given(sent, published)
      .when(recording({ on: '2025-03-09' }))
      .thenRefused('DATE_BEFORE_LETTER');
    given(sent, published)
      .when(recording({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE');
  });
});

describe('an outcome', () => {
  it('stands in the files of its follow-up when everyone reads it', () =>
    given(recorded('all'))
      .when(concluding())
      .then({ stream, type: 'OutcomeRecorded', data: outcome, codes: ['KHM'] }));

  it('stands in none when only staff read it, whatever it names', () =>
    given(recorded('staff'))
      .when(concluding({ text: 'After KHM 1/2025.' }))
      .then({ stream, type: 'OutcomeRecorded', data: { ...outcome, text: 'After KHM 1/2025.' }, codes: [] }));

  it('names published letters only when everyone reads it', () => {
    given(sent, recorded('all'))
      .when(concluding({ text: 'After KHM 1/2025.' }))
      .thenRefused('LETTER_NOT_PUBLISHED');
    given(sent, published, recorded('all'))
      .when(concluding({ text: 'After KHM 1/2025.' }))
      .then({ stream, type: 'OutcomeRecorded', data: { ...outcome, text: 'After KHM 1/2025.' } });
  });

  it('needs a follow-up, and does not lie in the future', () => {
    given().when(concluding()).thenRefused('FOLLOW_UP_UNKNOWN');
    given(recorded('all'))
      .when(concluding({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE');
  });
});
