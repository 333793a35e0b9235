import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, given, khm, letterFile, letterStream as stream, payloadExamples, told } from '#libs/testing';
import { notifyAddressee, remindAddressee, requestFurtherInformation } from './correspond.js';
import type { FurtherInformationRequested } from './correspondence.js';

const context = { now: Date.parse('2025-12-02T09:00:00Z'), today: '2025-12-02', reference: khm };
type Past = readonly RecordedEvent[];
const { ReminderSent: reminder, FurtherInformationRequested: request, AddresseeNotified: notice } = payloadExamples;

const reminding =
  (on = reminder.on) =>
  (past: Past) =>
    remindAddressee({ ...reminder, on }, context, letterFile(past).communication);
const asking =
  (change: Partial<FurtherInformationRequested> = {}) =>
  (past: Past) =>
    requestFurtherInformation({ ...request, reply: eventId(1), ...change }, context, letterFile(past).communication);
const notifying = (past: Past) => notifyAddressee(notice, context, letterFile(past).communication);

describe('a reminder', () => {
  it('of a letter that was sent is recorded in the addressee’s file', () =>
    given(told('LetterSent'))
      .when(reminding())
      .then({ stream, type: 'ReminderSent', data: reminder, codes: ['KHM'] }));

  it('may be repeated, also after an acknowledgement or a reply: the addressee may owe more', () =>
    given(told('LetterSent'), told('ReminderSent'), told('ReplyReceived'))
      .when(reminding('2025-06-01'))
      .then({ stream, type: 'ReminderSent', data: { ...reminder, on: '2025-06-01' } }));

  it('needs a letter, and one whose number is not void', () => {
    given().when(reminding()).thenRefused('LETTER_NOT_SENT');
    given(told('LetterSent'), told('ReferenceVoided')).when(reminding()).thenRefused('LETTER_VOID');
  });

  it('is not earlier than the letter and not of the future', () => {
    given(told('LetterSent')).when(reminding('2025-03-09')).thenRefused('DATE_BEFORE_LETTER');
    given(told('LetterSent')).when(reminding('2025-12-04')).thenRefused('DATE_IN_FUTURE');
  });
});

describe('a request for further information', () => {
  it('may follow up a reply to the letter, or its absence', () => {
    given(told('LetterSent'), told('ReplyReceived'))
      .when(asking())
      .then({ stream, type: 'FurtherInformationRequested', data: { ...request, reply: eventId(1) }, codes: ['KHM'] });
    const open = {
      on: request.on,
      questions: request.questions,
      replyAskedBy: request.replyAskedBy,
      documents: request.documents,
    };
    given(told('LetterSent'))
      .when((past) => requestFurtherInformation(open, context, letterFile(past).communication))
      .then({ stream, type: 'FurtherInformationRequested', data: open });
  });

  it('names no reply that is not on record, or that was recorded in error', () => {
    given(told('LetterSent')).when(asking()).thenRefused('REPLY_UNKNOWN');
    given(told('LetterSent'), told('ReplyReceived'), told('RecordedInError', { event: eventId(1) }))
      .when(asking())
      .thenRefused('REPLY_UNKNOWN');
  });

  it('cannot ask for an answer before it was sent itself', () =>
    given(told('LetterSent'), told('ReplyReceived'))
      .when(asking({ replyAskedBy: '2025-06-30' }))
      .thenRefused('DATE_BEFORE_LETTER'));
});

describe('a notice to the addressee', () => {
  it('that the case is closed is recorded with the letter', () =>
    given(told('LetterSent'))
      .when(notifying)
      .then({ stream, type: 'AddresseeNotified', data: notice, codes: ['KHM'] }));

  it('needs a letter', () => given().when(notifying).thenRefused('LETTER_NOT_SENT'));
});
