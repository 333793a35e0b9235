import { describe, expect, it } from '@jest/globals';

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
import { foundingCodes } from '../reference-data/addressees.js';
import { receiveReply } from './receive-reply.js';
import { recordError } from './record-error.js';
import { sendLetter } from './send-letter.js';
import { voidReference } from './void-reference.js';

const today = { now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02' };
const none = { elsewhere: [], named: undefined };
const context = { ...today, ...none, reference: khm, codes: new Set(foundingCodes), actors: [], letterId: eventId(9) };
const clerk = { ...context, ps: 'cy-in-this-stream' };
type Past = readonly RecordedEvent[];
const error = (event: number) => ({ ...payloadExamples.RecordedInError, event: eventId(event) });
const erring = (event: number) => (past: Past) => recordError(error(event), clerk, letterFile(past));
const sending = (past: Past) => sendLetter(payloadExamples.LetterSent, context, letterFile(past).communication);
const voidance = payloadExamples.ReferenceVoided;
const voiding = (past: Past) => voidReference(voidance, context, letterFile(past).communication);
const corrected = told('LetterCorrected', { corrects: eventId(0) });

describe('what was recorded in error', () => {
  it('leaves the letter’s state from then on, and stays visible', () => {
    given(told('LetterSent'), told('ReplyReceived'))
      .when(erring(1))
      .then({ stream, type: 'RecordedInError', data: error(1), codes: ['KHM'] });
    const past = history([told('LetterSent'), told('ReplyReceived'), told('RecordedInError', error(1))]);
    expect(letterFile(past).communication.replies).toEqual([]);
  });

  it('is an event of this letter, once', () => {
    given(told('LetterSent')).when(erring(7)).thenRefused('EVENT_UNKNOWN');
    given(told('LetterSent'), told('ReplyReceived'), told('RecordedInError', error(1)))
      .when(erring(1))
      .thenRefused('EVENT_UNKNOWN');
  });

  it('is not a publication, a withdrawal, a void number or another error: something later takes their place', () => {
    given(...publishedLetter)
      .when(erring(3))
      .thenRefused('ERROR_NOT_ALLOWED');
    given(...publishedLetter, told('PublicationWithdrawn', { publication: eventId(3) }))
      .when(erring(4))
      .thenRefused('ERROR_NOT_ALLOWED');
    given(told('LetterSent'), told('ReminderSent'), told('RecordedInError', error(1)))
      .when(erring(2))
      .thenRefused('ERROR_NOT_ALLOWED');
    given(told('LetterSent'), told('ReferenceVoided')).when(erring(1)).thenRefused('LETTER_VOID');
  });

  it('may be the letter itself while nothing rests on it; then the one on which the number is printed can be recorded', () => {
    given(told('LetterSent'), told('ReplyReceived')).when(erring(0)).thenRefused('EVENT_RELIED_ON');
    given(told('LetterSent'), corrected).when(erring(0)).thenRefused('EVENT_RELIED_ON');
    const past = [told('LetterSent'), told('ResponseWindowElapsed')];
    given(...past)
      .when(erring(0))
      .then({ stream, type: 'RecordedInError', data: error(0) });
    given(...past, told('RecordedInError', error(0)))
      .when(sending)
      .then({ stream, type: 'LetterSent', data: payloadExamples.LetterSent });
  });

  it('is not a letter on which something rests elsewhere: under its number a new letter would inherit that', () => {
    for (const type of ['AllegationLinked', 'PublicationHeld', 'FollowUpRecorded']) {
      const resting = { ...clerk, elsewhere: [{ type }] };
      given(told('LetterSent'))
        .when((past) => recordError(error(0), resting, letterFile(past)))
        .thenRefused('EVENT_RELIED_ON');
      given(told('LetterSent'), told('ReplyReceived'))
        .when((past) => recordError(error(1), resting, letterFile(past)))
        .then({ stream, type: 'RecordedInError', data: error(1) });
    }
  });

  it('may be a correction, and then the record before it counts again', () => {
    const past = [told('LetterSent'), corrected, told('RecordedInError', error(1))];
    expect(letterFile(history(past)).communication.letter).toMatchObject({
      id: eventId(0),
      data: { on: '2025-03-10' },
    });
    given(told('LetterSent'), corrected, told('LetterCorrected', { corrects: eventId(1) }))
      .when(erring(1))
      .thenRefused('EVENT_RELIED_ON');
  });

  it('is not a reply that was dealt with', () =>
    given(told('LetterSent'), told('ReplyReceived'), told('ReplyWithheld', { reply: eventId(1) }))
      .when(erring(1))
      .thenRefused('EVENT_RELIED_ON'));
});

describe('a void number', () => {
  it('is recorded with the reason and what stands in its place', () =>
    given(told('LetterSent'))
      .when(voiding)
      .then({ stream, type: 'ReferenceVoided', data: voidance, codes: ['KHM'] }));

  it('may be one under which nothing was ever sent', () =>
    given().when(voiding).then({ stream, type: 'ReferenceVoided', data: voidance }));

  it('is never used again', () => {
    given(told('ReferenceVoided')).when(sending).thenRefused('LETTER_VOID');
    given(told('ReferenceVoided')).when(voiding).thenRefused('LETTER_VOID');
  });

  it('receives nothing any more', () =>
    given(told('LetterSent'), told('ReferenceVoided'))
      .when((past) =>
        receiveReply(payloadExamples.ReplyReceived, { ...today, replyId: eventId(9) }, [
          { reference: khm, state: letterFile(past).communication },
        ]),
      )
      .thenRefused('LETTER_VOID'));

  it('is not that of a letter which everyone may read: its publication is withdrawn first', () => {
    given(...publishedLetter)
      .when(voiding)
      .thenRefused('ALREADY_PUBLISHED');
    given(...publishedLetter, told('PublicationWithdrawn', { publication: eventId(3) }))
      .when(voiding)
      .then({ stream, type: 'ReferenceVoided', data: voidance });
  });

  it('that everyone has read of names in its place only what is published, or unknown here', () => {
    const replaced = (...named: readonly Fact[]) => {
      const replacing = { ...context, named: letterFile(history(named)).communication };
      return (past: Past) => voidReference(voidance, replacing, letterFile(past).communication);
    };
    const past = [...publishedLetter, told('PublicationWithdrawn', { publication: eventId(3) })];
    given(...past)
      .when(replaced(told('LetterSent')))
      .thenRefused('LETTER_NOT_PUBLISHED');
    for (const named of [publishedLetter, []])
      given(...past)
        .when(replaced(...named))
        .then({ stream, type: 'ReferenceVoided', data: voidance });
    given(told('LetterSent'))
      .when(replaced(told('LetterSent')))
      .then({ stream, type: 'ReferenceVoided', data: voidance });
  });

  it('does not stand in its own place, and is of an adopted code', () => {
    const at =
      (replacedBy: string, codes = context.codes) =>
      (past: Past) =>
        voidReference({ ...voidance, replacedBy }, { ...context, codes }, letterFile(past).communication);
    given().when(at('KHM 1/2025')).thenRefused('REFERENCE_INVALID');
    given()
      .when(at('KHM 2/2025', new Set(['LAO'])))
      .thenRefused('ADDRESSEE_UNKNOWN');
  });
});
