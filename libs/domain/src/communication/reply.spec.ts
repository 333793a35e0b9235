import { describe, it } from '@jest/globals';

import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import type { RecordedEvent } from '#libs/ledger';
import { foldCommunication } from './communication.js';
import { confirmDispatch, receiveReply } from './receive-reply.js';
import { type ReferenceKey, streamOf } from './reference.js';

const khm: ReferenceKey = { code: 'KHM', serial: 1, year: 2025 };
const lao: ReferenceKey = { code: 'LAO', serial: 2, year: 2025 };
const tha: ReferenceKey = { code: 'THA', serial: 3, year: 2025 };
const sent = (reference: ReferenceKey): Fact => ({
  stream: streamOf(reference),
  type: 'LetterSent',
  data: payloadExamples.LetterSent,
});
const reply = payloadExamples.ReplyReceived;
const context = { now: Date.parse('2025-05-03T09:00:00Z'), today: '2025-05-03', replyId: eventId(9) };

const state = (past: readonly RecordedEvent[], reference: ReferenceKey) =>
  foldCommunication(past.filter(({ stream }) => stream === streamOf(reference)));
const replying =
  (answers: readonly ReferenceKey[], on = reply.on) =>
  (past: readonly RecordedEvent[]) =>
    receiveReply(
      { ...reply, on },
      context,
      answers.map((reference) => ({ reference, state: state(past, reference) })),
    );

describe('a reply', () => {
  it('is recorded with the letter it answers', () =>
    given(sent(khm))
      .when(replying([khm]))
      .then({ stream: streamOf(khm), type: 'ReplyReceived', data: reply, codes: ['KHM'] }));

  it('to several letters is recorded with each, and from the second on says that it is the same', () =>
    given(sent(khm), sent(lao))
      .when(replying([khm, lao]))
      .then(
        { stream: streamOf(khm), type: 'ReplyReceived', data: reply, codes: ['KHM'] },
        { stream: streamOf(lao), type: 'ReplyReceived', data: { ...reply, sameReplyAs: eventId(9) }, codes: ['LAO'] },
      ));

  const same = { ...reply, sameReplyAs: eventId(2) };
  const received = (reference: ReferenceKey, change: object = {}): Fact => ({
    ...{ stream: streamOf(reference), type: 'ReplyReceived', data: { ...reply, ...change } },
  });
  const repeating =
    (answers: readonly ReferenceKey[], elsewhere: ReferenceKey | undefined, change: object = {}) =>
    (past: readonly RecordedEvent[]) =>
      receiveReply(
        { ...same, ...change },
        { ...context, elsewhere: elsewhere && state(past, elsewhere) },
        answers.map((reference) => ({ reference, state: state(past, reference) })),
      );

  it('that is on record for one letter is recorded for others as the same, and counts once', () => {
    given(sent(khm), sent(lao), received(khm))
      .when(repeating([lao], khm))
      .then({ stream: streamOf(lao), type: 'ReplyReceived', data: same });
    given(sent(khm), sent(lao), received(khm), sent(tha))
      .when(repeating([lao, tha], khm))
      .then(
        { stream: streamOf(lao), type: 'ReplyReceived', data: same },
        { stream: streamOf(tha), type: 'ReplyReceived', data: same },
      );
  });

  it('said to be the same as one that repeats an earlier one is the same as the earlier one', () =>
    given(sent(khm), sent(lao), received(lao, { sameReplyAs: eventId(77) }), sent(tha))
      .when(repeating([tha], lao))
      .then({ stream: streamOf(tha), type: 'ReplyReceived', data: { ...reply, sameReplyAs: eventId(77) } }));

  it('is the same as no other one, day or kind, and as none that was never received or was recorded in error', () => {
    const refuse = (facts: readonly Fact[], elsewhere: ReferenceKey | undefined, change: object = {}) =>
      given(...facts)
        .when(repeating([lao], elsewhere, change))
        .thenRefused('BODY_INVALID');
    const past = [sent(khm), sent(lao), received(khm)];
    refuse(past, undefined);
    refuse(past, khm, { sameReplyAs: eventId(0) });
    refuse(past, khm, { on: '2025-05-03' });
    refuse(past, khm, { kind: 'interim' });
    refuse([...past, { stream: streamOf(khm), type: 'RecordedInError', data: { event: eventId(2) } }], khm);
  });

  it('is recorded once for each letter that it answers', () => {
    given(sent(lao), sent(khm), received(lao))
      .when(repeating([lao], lao))
      .thenRefused('BODY_INVALID');
    given(sent(khm), sent(lao), received(khm), received(lao, { sameReplyAs: eventId(2) }))
      .when(repeating([lao], khm))
      .thenRefused('BODY_INVALID');
  });

  it('is refused when one of the letters was never sent', () =>
    given(sent(khm))
      .when(replying([khm, lao]))
      .thenRefused('LETTER_NOT_SENT'));

  it('answers at least one letter, and each once', () => {
    given(sent(khm)).when(replying([])).thenRefused('BODY_INVALID');
    given(sent(khm))
      .when(replying([khm, khm]))
      .thenRefused('BODY_INVALID');
  });

  it('cannot come before its letter', () =>
    given(sent(khm))
      .when(replying([khm], '2025-03-09'))
      .thenRefused('DATE_BEFORE_LETTER'));

  it('dated by month only is given the benefit of the doubt', () =>
    given(sent(khm))
      .when(replying([khm], '2025-03'))
      .then({ stream: streamOf(khm), type: 'ReplyReceived', data: { ...reply, on: '2025-03' } }));

  it('cannot come from the future', () =>
    given(sent(khm))
      .when(replying([khm], '2025-05-05'))
      .thenRefused('DATE_IN_FUTURE'));
});

describe('the confirmation that a letter arrived', () => {
  const confirming = (on: string) => (past: readonly RecordedEvent[]) =>
    confirmDispatch({ ...payloadExamples.DispatchConfirmed, on }, { ...context, reference: khm }, state(past, khm));

  it('is recorded with the letter, its evidence sealed', () =>
    given(sent(khm))
      .when(confirming('2025-03-10T15:30:00+01:00'))
      .then({
        stream: streamOf(khm),
        type: 'DispatchConfirmed',
        data: payloadExamples.DispatchConfirmed,
        codes: ['KHM'],
      }));

  it('needs a letter that was sent', () => given().when(confirming('2025-03-10')).thenRefused('LETTER_NOT_SENT'));

  it('cannot be earlier than the letter', () =>
    given(sent(khm)).when(confirming('2025-03-09')).thenRefused('DATE_BEFORE_LETTER'));
});
