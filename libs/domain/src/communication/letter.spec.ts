import { describe, it } from '@jest/globals';

import { ann, eventId, type Fact, given, history, letterFile, payloadExamples } from '#libs/testing';
import { foundingCodes } from '../reference-data/addressees.js';
import { foldCommunication } from './communication.js';
import { actsElsewhere } from './dated-acts.js';
import type { LetterSent } from './letter.js';
import { knownActors } from './other-actors.js';
import { correctLetter, type CorrectionContext, sendLetter, type SendingContext } from './send-letter.js';

const stream = 'communication-KHM-1-2025';
const letter = payloadExamples.LetterSent;
const sent: Fact = { stream, type: 'LetterSent', data: letter };
const context: CorrectionContext = {
  now: Date.parse('2025-03-10T09:00:00Z'),
  today: '2025-03-10',
  reference: { code: 'KHM', serial: 1, year: 2025 },
  codes: new Set(foundingCodes),
  ...{ actors: knownActors, letterId: eventId(9), acts: [], ps: ann },
};

const sending =
  (change: Partial<LetterSent> = {}, within: Partial<SendingContext> = {}) =>
  (past: Past) =>
    sendLetter({ ...letter, ...change }, { ...context, ...within }, foldCommunication(past));
const correcting =
  (corrects: string, change: Partial<LetterSent> = {}) =>
  (past: Past) =>
    correctLetter({ ...letter, ...change, corrects, reason: 'misread' }, context, letterFile(past));
type Past = Parameters<typeof foldCommunication>[0];

describe('sending a letter', () => {
  it('is refused under a number of a year that is far from its date; an office counts on for a while, not for years', () => {
    const numbered = (year: number) => sending({}, { reference: { code: 'KHM', serial: 1, year } });
    for (const year of [1900, 2022, 2028, 2199]) given().when(numbered(year)).thenRefused('REFERENCE_INVALID');
    for (const year of [2023, 2024, 2026, 2027])
      given()
        .when(numbered(year))
        .then({ stream: `communication-KHM-1-${year}`, type: 'LetterSent', data: letter });
  });

  it('is refused under a number of more than six figures, which nobody could name again', () => {
    const numbered = (serial: number) => sending({}, { reference: { code: 'KHM', serial, year: 2025 } });
    given().when(numbered(1_000_000)).thenRefused('REFERENCE_INVALID');
    given().when(numbered(999_999)).then({ stream: 'communication-KHM-999999-2025', type: 'LetterSent', data: letter });
  });

  it('records it under its reference, in the file of its addressee', () =>
    given()
      .when(sending())
      .then({ stream, type: 'LetterSent', data: letter, codes: ['KHM'] }));

  it('is refused when the number is taken, whatever type is printed before it', () =>
    given(sent)
      .when(sending({ type: 'UA' }))
      .thenRefused('LETTER_ALREADY_SENT'));

  it('is refused for a code that is not adopted', () =>
    given()
      .when(sending({}, { reference: { code: 'HKG', serial: 1, year: 2025 } }))
      .thenRefused('ADDRESSEE_UNKNOWN'));

  it('to an actor that is no State goes under OTH, and a State never does', () => {
    const other = { reference: { code: 'OTH', serial: 1, year: 2025 } };
    const army = {
      addressee: { id: 'armed-forces-of-myanmar', name: 'Armed Forces of Myanmar', kind: 'armed_forces' },
    } as const;
    given()
      .when(sending(army, other))
      .then({ stream: 'communication-OTH-1-2025', type: 'LetterSent', data: { ...letter, ...army }, codes: ['OTH'] });
    given().when(sending({}, other)).thenRefused('ADDRESSEE_UNKNOWN');
    given().when(sending(army)).thenRefused('ADDRESSEE_UNKNOWN');
  });

  it('may be dated tomorrow, for clocks and time zones differ by a day, but not later', () => {
    given()
      .when(sending({ on: '2025-03-11' }))
      .then({ stream, type: 'LetterSent', data: { ...letter, on: '2025-03-11' } });
    given()
      .when(sending({ on: '2025-03-12' }))
      .thenRefused('DATE_IN_FUTURE');
  });

  it('may carry a serial of another year than its date: AL BRA 15/2021 is dated 19 January 2022', () => {
    const data = { ...letter, on: '2022-01-19' };
    given()
      .when(sending(data, { reference: { code: 'BRA', serial: 15, year: 2021 } }))
      .then({ stream: 'communication-BRA-15-2021', type: 'LetterSent', data });
  });

  it('cannot ask for an answer before its own date', () =>
    given()
      .when(sending({ replyAskedBy: '2025-03-09' }))
      .thenRefused('DATE_BEFORE_LETTER'));
});

describe('correcting a letter', () => {
  it('is refused to a day far from the year of its number', () =>
    given(sent)
      .when(correcting(eventId(0), { on: '1010-01-01' }))
      .thenRefused('REFERENCE_INVALID'));

  const corrected: Fact = {
    stream,
    type: 'LetterCorrected',
    data: { ...letter, corrects: eventId(0), reason: 'misread' },
  };

  it('puts the whole record again beside the first', () =>
    given(sent)
      .when(correcting(eventId(0), { subject: 'Another subject' }))
      .then({
        stream,
        type: 'LetterCorrected',
        data: { ...letter, subject: 'Another subject', corrects: eventId(0), reason: 'misread' },
        codes: ['KHM'],
      }));

  it('is refused when no letter was sent', () =>
    given()
      .when(correcting(eventId(0)))
      .thenRefused('LETTER_NOT_SENT'));

  it('names the record that was valid last', () => {
    given(sent, corrected)
      .when(correcting(eventId(0)))
      .thenRefused('NOT_CORRECTABLE');
    given(sent, corrected)
      .when(correcting(eventId(1)))
      .then({ stream, type: 'LetterCorrected', data: { ...corrected.data, corrects: eventId(1) } });
  });

  it('does not make it later than a reply that counts: one of the two days is wrong then, and the reply is put right first', () => {
    const replied: Fact = {
      stream,
      type: 'ReplyReceived',
      data: { ...payloadExamples.ReplyReceived, on: '2025-03-10' },
    };
    const error: Fact = {
      stream,
      type: 'RecordedInError',
      data: { ...payloadExamples.RecordedInError, event: eventId(1) },
    };
    const later = { on: '2025-03-11' };
    given(sent, replied)
      .when(correcting(eventId(0), later))
      .thenRefused('DATE_BEFORE_LETTER');
    given(sent, replied, error)
      .when(correcting(eventId(0), later))
      .then({ stream, type: 'LetterCorrected', data: { ...corrected.data, ...later } });
  });

  it.each([
    ['a reminder', 'ReminderSent'],
    ['a confirmation that the letter arrived', 'DispatchConfirmed'],
    ['a request for more', 'FurtherInformationRequested'],
    ['a notice to the addressee', 'AddresseeNotified'],
    ['a report it stands in', 'IncludedInReport'],
  ] as const)('does not make it later than %s, unless that stood before it already', (_, type) => {
    const act = (on: string): Fact => ({ stream, type, data: { ...payloadExamples[type], on } });
    const later = { on: '2025-03-11' };
    given(sent, act('2025-03-10'))
      .when(correcting(eventId(0), later))
      .thenRefused('DATE_BEFORE_LETTER');
    for (const on of ['2025-03-11', '2025-03', '2025-03-09'])
      given(sent, act(on))
        .when(correcting(eventId(0), later))
        .then({ stream, type: 'LetterCorrected', data: { ...corrected.data, ...later } });
  });

  it('does not make it later than the work on it, or a follow-up about it', () => {
    const correctingWith = (acts: readonly { readonly type: string; readonly on: string }[]) => (past: Past) =>
      correctLetter(
        { ...letter, corrects: eventId(0), reason: 'misread', on: '2025-03-11' },
        { ...context, acts },
        letterFile(past),
      );
    const [assessed, followed] = history([
      {
        stream: 'handling-KHM-1-2025',
        type: 'ReplyAssessed',
        data: { ...payloadExamples.ReplyAssessed, on: '2025-03-10' },
      },
      {
        stream: 'follow_up-f1',
        type: 'FollowUpRecorded',
        data: { ...payloadExamples.FollowUpRecorded, on: '2025-03-10' },
      },
    ]).map((event) => actsElsewhere([event], context.reference));
    given(sent)
      .when(correctingWith(assessed ?? []))
      .thenRefused('DATE_BEFORE_LETTER');
    given(sent)
      .when(correctingWith(followed ?? []))
      .thenRefused('DATE_BEFORE_LETTER');
    const elsewhere = history([
      {
        stream: 'follow_up-f1',
        type: 'FollowUpRecorded',
        data: { ...payloadExamples.FollowUpRecorded, references: ['LAO 1/2025'] },
      },
    ]);
    given(sent)
      .when(correctingWith(actsElsewhere(elsewhere, context.reference)))
      .then({ stream, type: 'LetterCorrected', data: { ...corrected.data, on: '2025-03-11' } });
  });

  it('may make it earlier, whatever followed', () =>
    given(sent, { stream, type: 'ReminderSent', data: { ...payloadExamples.ReminderSent, on: '2025-03-10' } })
      .when(correcting(eventId(0), { on: '2025-03-09' }))
      .then({ stream, type: 'LetterCorrected', data: { ...corrected.data, on: '2025-03-09' } }));

  it('keeps to the rules of a letter', () =>
    given(sent)
      .when(correcting(eventId(0), { on: '2026-01-01' }))
      .thenRefused('DATE_IN_FUTURE'));
});
