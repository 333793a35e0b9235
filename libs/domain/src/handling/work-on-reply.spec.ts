import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  ann,
  bo,
  eventId,
  given,
  handlingStream as stream,
  khm,
  letterFile,
  payloadExamples,
  told,
  worked,
} from '#libs/testing';
import type { Assessment } from '../communication/judgements.js';
import type { AnswerCoverageRecorded, AnswerFound } from './reply-work.js';
import { assessReply, recordCoverage, shareReply, translateReply } from './work-on-reply.js';

const context = { now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', reference: khm, ps: ann };
type Past = readonly RecordedEvent[];
const past = [told('LetterSent'), told('ReplyReceived')];
const { ReplyTranslated: translation, ReplySharedWithSource: sharing, ReplyAssessed: assessed } = payloadExamples;

describe('a reply', () => {
  it('is translated into another language than its own', () => {
    given(...past)
      .when((facts) => translateReply(translation, context, letterFile(facts)))
      .then({ stream, type: 'ReplyTranslated', data: translation, codes: [] });
    given(...past)
      .when((facts) => translateReply({ ...translation, language: 'en' }, context, letterFile(facts)))
      .thenRefused('BODY_INVALID');
  });

  it('is shared with the source unless it was given in confidence', () => {
    given(...past)
      .when((facts) => shareReply(sharing, context, letterFile(facts)))
      .then({ stream, type: 'ReplySharedWithSource', data: sharing, codes: [] });
    given(told('LetterSent'), told('ReplyReceived', { confidential: true }))
      .when((facts) => shareReply(sharing, context, letterFile(facts)))
      .thenRefused('REPLY_CONFIDENTIAL');
  });

  it('that was recorded in error or never came is not worked on', () => {
    const translating = (facts: Past) => translateReply(translation, context, letterFile(facts));
    given(told('LetterSent')).when(translating).thenRefused('REPLY_UNKNOWN');
    given(...past, told('RecordedInError', { event: eventId(1) }))
      .when(translating)
      .thenRefused('REPLY_UNKNOWN');
  });
});

describe('the assessment of a reply', () => {
  const assessing =
    (assessment: Assessment, mandate = assessed.mandate) =>
    (facts: Past) =>
      assessReply({ ...assessed, assessment, mandate }, context, letterFile(facts));

  it('is one per mandate, and a later one stands beside the first', () => {
    const assessment = { grade: 'full', manner: null } as const;
    given(...past, worked('ReplyAssessed'))
      .when(assessing(assessment))
      .then({ stream, type: 'ReplyAssessed', data: { ...assessed, assessment }, codes: [] });
  });

  it('says in which manner a partial reply is partial, and of no other reply', () => {
    given(...past)
      .when(assessing({ grade: 'partial', manner: null }))
      .thenRefused('BODY_INVALID');
    given(...past)
      .when(assessing({ grade: 'none', manner: 'aggressive_rejection' }))
      .thenRefused('BODY_INVALID');
  });

  it('is made by a mandate that signed the letter', () =>
    given(...past)
      .when(assessing({ grade: 'full', manner: null }, 'Special Rapporteur on the right to food'))
      .thenRefused('MANDATE_UNKNOWN'));
});

describe('what the questions received', () => {
  const coverage = payloadExamples.AnswerCoverageRecorded;
  const judging =
    (change: Partial<AnswerCoverageRecorded> = {}, ps = ann) =>
    (facts: Past) =>
      recordCoverage({ ...coverage, ...change }, { ...context, ps }, letterFile(facts));
  const answers = (...list: readonly Partial<AnswerFound>[]): { answers: AnswerFound[] } => ({
    answers: list.map((one) => ({ question: 1, judgement: 'not_answered', quotes: [], ...one })),
  });

  it('is judged per question, with the words of the reply', () =>
    given(...past)
      .when(judging())
      .then({ stream, type: 'AnswerCoverageRecorded', data: coverage, codes: [] }));

  it('cannot be an answer that nobody can point to, or a span that ends before it begins', () => {
    given(...past)
      .when(judging(answers({ judgement: 'answered' })))
      .thenRefused('BODY_INVALID');
    given(...past)
      .when(judging(answers({ quotes: [{ start: 5, end: 5 }] })))
      .thenRefused('BODY_INVALID');
    given(...past)
      .when(judging(answers({})))
      .then({ stream, type: 'AnswerCoverageRecorded', data: { ...coverage, ...answers({}) } });
  });

  it('is of questions that the letter asked, each once', () => {
    given(...past)
      .when(judging(answers({ question: 2 })))
      .thenRefused('QUESTION_UNKNOWN');
    given(...past)
      .when(judging(answers({}, {})))
      .thenRefused('BODY_INVALID');
    given(...past)
      .when(judging({ answers: [] }))
      .thenRefused('BODY_INVALID');
  });

  it('may be judged once more by a second person, of the same reply and mandate', () => {
    const first = [...past, worked('AnswerCoverageRecorded', {}, ann)];
    const second = { ...coverage, secondOf: eventId(2) };
    given(...first)
      .when(judging({ secondOf: eventId(2) }, bo))
      .then({ stream, type: 'AnswerCoverageRecorded', data: second });
    given(...first)
      .when(judging({ secondOf: eventId(2) }, ann))
      .thenRefused('FOUR_EYES');
    given(...past)
      .when(judging({ secondOf: eventId(2) }, bo))
      .thenRefused('EVENT_UNKNOWN');
  });
});
