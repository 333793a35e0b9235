import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  ann,
  bo,
  eventId,
  type Fact,
  given,
  khm,
  letterFile,
  letterStream as stream,
  payloadExamples,
  publishedLetter,
  told,
  worked,
} from '#libs/testing';
import { importReplyPublication, publishEvaluation, publishReply, withholdReply } from './publish-reply.js';

const context = { now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', reference: khm, ps: bo };
type Past = readonly RecordedEvent[];

/** 4 the reply, 5 its redaction by Ann, 6 the approval by Bo. */
const replied = told('ReplyReceived');
const redacted: readonly Fact[] = [
  worked('RedactionProposed', { letter: eventId(0), reply: eventId(4) }),
  worked('RedactionApproved', { proposal: eventId(5) }, bo),
];
const data = {
  ...payloadExamples.ReplyPublished,
  reply: eventId(4),
  approval: eventId(6),
  released: [{ event: eventId(4), digests: ['5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M'] }],
};
const publishing =
  (change: Partial<typeof data> = {}, ps = bo) =>
  (past: Past) =>
    publishReply({ ...data, ...change }, { ...context, ps }, letterFile(past));

describe('publishing a reply', () => {
  it('is done after its letter, when a second person approved the redaction', () =>
    given(...publishedLetter, replied, ...redacted)
      .when(publishing())
      .then({ stream, type: 'ReplyPublished', data, codes: ['KHM'] }));

  it('waits for the letter, also when that was withdrawn', () => {
    const unpublished = [...publishedLetter.slice(0, 3), told('ReminderSent'), replied, ...redacted];
    given(...unpublished)
      .when(publishing())
      .thenRefused('NOT_PUBLISHED');
    given(...publishedLetter, replied, ...redacted, told('PublicationWithdrawn', { publication: eventId(3) }))
      .when(publishing())
      .thenRefused('NOT_PUBLISHED');
  });

  it('is refused for a reply that was given in confidence', () =>
    given(...publishedLetter, told('ReplyReceived', { confidential: true }), ...redacted)
      .when(publishing())
      .thenRefused('REPLY_CONFIDENTIAL'));

  it('is refused on the approval of the letter’s own redaction', () =>
    given(
      ...publishedLetter,
      replied,
      worked('RedactionProposed', { letter: eventId(0) }),
      worked('RedactionApproved', { proposal: eventId(5) }, bo),
    )
      .when(publishing())
      .thenRefused('REDACTION_NOT_APPROVED'));

  it('is not for the person who proposed the redaction', () =>
    given(...publishedLetter, replied, ...redacted)
      .when(publishing({}, ann))
      .thenRefused('FOUR_EYES'));

  it('is blocked by a hold on the letter', () =>
    given(...publishedLetter, replied, ...redacted, worked('PublicationHeld'))
      .when(publishing())
      .thenRefused('PUBLICATION_HELD'));

  it('happens once', () =>
    given(...publishedLetter, replied, ...redacted, told('ReplyPublished', data))
      .when(publishing())
      .thenRefused('ALREADY_PUBLISHED'));

  it('releases nothing of any other letter', () =>
    given(...publishedLetter, replied, ...redacted)
      .when(
        publishing({ released: [{ event: eventId(77), digests: ['5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M'] }] }),
      )
      .thenRefused('EVENT_UNKNOWN'));

  it('is not earlier than the reply', () =>
    given(...publishedLetter, replied, ...redacted)
      .when(publishing({ on: '2025-05-01' }))
      .thenRefused('DATE_BEFORE_REPLY'));

  it('elsewhere, before this ledger, is imported with the address and without approval', () => {
    const imported = {
      on: '2019-06-20',
      reply: eventId(2),
      released: [],
      publishedElsewhere: { url: 'https://example.org/reply', on: '2019-06-20' },
    };
    const taken = { ps: ann, role: 'importer' } as const;
    const past = [
      told('LetterSent', { on: '2019-01-10' }, taken),
      told('LetterPublished', { on: '2019-05-01' }),
      told('ReplyReceived', { on: '2019-02-01' }, taken),
    ];
    given(...past)
      .when((facts) => importReplyPublication(imported, context, letterFile(facts)))
      .then({ stream, type: 'ReplyPublished', data: imported });
    const nowhere = { on: imported.on, reply: imported.reply, released: [] };
    const showing = { ...imported, released: [{ event: eventId(2), digests: [] }] };
    given(...past)
      .when((facts) => importReplyPublication(nowhere, context, letterFile(facts)))
      .thenRefused('BODY_INVALID');
    given(...past)
      .when((facts) => importReplyPublication(showing, context, letterFile(facts)))
      .thenRefused('BODY_INVALID');
    const importing = (facts: Past) => importReplyPublication(imported, context, letterFile(facts));
    given(...past, worked('PublicationHeld'))
      .when(importing)
      .thenRefused('PUBLICATION_HELD');
    const [sent, published, replied] = past;
    for (const ours of [sent, replied]) {
      const facts = [sent, published, replied].map(
        (one) => one && { ...one, ...(one === ours && { by: { ps: bo, role: 'mandate_clerk' as const } }) },
      );
      given(...facts.filter((one) => one !== undefined))
        .when(importing)
        .thenRefused('NOT_IMPORTED');
    }
  });
});

describe('withholding a reply', () => {
  const withheld = { ...payloadExamples.ReplyWithheld, reply: eventId(4) };
  const withholding = (past: Past) => withholdReply(withheld, context, letterFile(past).communication);

  it('is recorded with the reason, the reply itself held fast under a salt', () =>
    given(...publishedLetter, replied)
      .when(withholding)
      .then({ stream, type: 'ReplyWithheld', data: withheld, codes: ['KHM'] }));

  it('is refused while everyone can read it', () =>
    given(...publishedLetter, replied, ...redacted, told('ReplyPublished', data))
      .when(withholding)
      .thenRefused('ALREADY_PUBLISHED'));

  it('needs a reply', () =>
    given(...publishedLetter)
      .when(withholding)
      .thenRefused('REPLY_UNKNOWN'));

  it('keeps it from being published, until the withholding is recorded in error', () => {
    const standing = [...publishedLetter, replied, ...redacted, told('ReplyWithheld', withheld)];
    given(...standing)
      .when(publishing())
      .thenRefused('REPLY_WITHHELD');
    given(...standing, told('RecordedInError', { event: eventId(7) }))
      .when(publishing())
      .then({ stream, type: 'ReplyPublished', data });
  });
});

describe('the evaluation of a reply', () => {
  const mandate = payloadExamples.EvaluationPublished.mandate;
  const judged = worked('AnswerCoverageRecorded', { reply: eventId(4), mandate });
  const assessed = worked('ReplyAssessed', { reply: eventId(4), mandate });
  const order = { on: '2025-09-01', reply: eventId(4), mandate };
  const evaluating =
    (ps = bo) =>
    (past: Past) =>
      publishEvaluation(order, { ...context, ps }, letterFile(past));

  it('publishes what the mandate has judged last, and nothing else', () => {
    const judgements = [{ question: 1, judgement: 'partly' }];
    const { assessment } = payloadExamples.ReplyAssessed;
    given(...publishedLetter, replied, judged, assessed)
      .when(evaluating())
      .then({ stream, type: 'EvaluationPublished', data: { ...order, judgements, assessment }, codes: ['KHM'] });
    given(...publishedLetter, replied, judged)
      .when(evaluating())
      .then({ stream, type: 'EvaluationPublished', data: { ...order, judgements, assessment: null } });
  });

  it('follows a later judgement of the mandate, not one of a second person who only checked it', () => {
    const answers = (judgement: 'refused' | 'off_topic') => [{ question: 1, judgement, quotes: [] }];
    const later = worked('AnswerCoverageRecorded', { reply: eventId(4), mandate, answers: answers('refused') });
    const check = worked(
      'AnswerCoverageRecorded',
      { reply: eventId(4), mandate, answers: answers('off_topic'), secondOf: eventId(6) },
      'cy-in-this-stream',
    );
    given(...publishedLetter, replied, judged, later, check)
      .when(evaluating())
      .then({
        stream,
        type: 'EvaluationPublished',
        data: { ...order, judgements: [{ question: 1, judgement: 'refused' }], assessment: null },
      });
  });

  it('is not published by whoever judged', () =>
    given(...publishedLetter, replied, judged)
      .when(evaluating(ann))
      .thenRefused('FOUR_EYES'));

  it('needs a judgement by that mandate, a published letter and a reply that is not confidential', () => {
    given(...publishedLetter, replied)
      .when(evaluating())
      .thenRefused('JUDGEMENT_MISSING');
    given(told('LetterSent'), told('ReminderSent'), told('ReminderSent'), told('ReminderSent'), replied, judged)
      .when(evaluating())
      .thenRefused('NOT_PUBLISHED');
    given(...publishedLetter, told('ReplyReceived', { confidential: true }), judged)
      .when(evaluating())
      .thenRefused('REPLY_CONFIDENTIAL');
  });

  it('is not published while the reply is withheld', () =>
    given(...publishedLetter, replied, judged, told('ReplyWithheld', { reply: eventId(4) }))
      .when(evaluating())
      .thenRefused('REPLY_WITHHELD'));

  it('is blocked by a hold on the letter', () =>
    given(...publishedLetter, replied, judged, worked('PublicationHeld'))
      .when(evaluating())
      .thenRefused('PUBLICATION_HELD'));
});
