import {
  catalogue,
  EvaluationOrder,
  type EventName,
  LetterHistory,
  payloadExamples,
  ReplacementOrder,
  WithholdingOrder,
} from '#libs/domain';
import { giveExample } from '#libs/service';

import { BundleRequest } from './bundles/bundle-request.js';
import { NextLetter } from './communications/next-letter.js';
import { ReplyToLetters } from './communications/reply-to-letters.js';
import { OpeningRequest } from './openings/opening-request.js';
import { PublicationRequest, ReplyPublicationRequest, WithdrawalRequest } from './publication/publication-request.js';
import { CorrectedReading } from './readings/reading-request.js';
import { ReportOrder } from './reports/report-order.js';
import { ShredOrder } from './subjects/shred-order.js';
import { SubmissionRequest } from './submissions/submission-request.js';

/** As it can be sent to a ledger that holds nothing yet: no document that was not sent before, and no id of a person who has none. */
const sendable = <T extends object>(payload: T): T => ({
  ...payload,
  ...('documents' in payload ? { documents: [] } : {}),
  ...('persons' in payload ? { persons: (payload.persons as readonly object[]).map(unnumbered) } : {}),
});

const unnumbered = (person: object): object => ({ ...person, id: undefined });

const { LetterPublished, ReplyPublished } = payloadExamples;
const ReplyReceived = sendable(payloadExamples.ReplyReceived);
const LetterSent = sendable({
  ...payloadExamples.LetterSent,
  addressee: { name: 'Cambodia', kind: 'state' as const },
});
const publication = '00000000-0000-8000-8000-000000000001';

/** Gives every body of the registry's routes an example that it accepts; most bodies are payloads, which have theirs. */
export function giveExamples(): void {
  for (const [type, { payload }] of Object.entries(catalogue))
    giveExample(payload, sendable(payloadExamples[type as EventName]));
  giveExample(catalogue.LetterSent.payload, LetterSent);
  giveExample(NextLetter, { ...LetterSent, code: 'KHM' });
  giveExample(ReplyToLetters, { ...ReplyReceived, answers: ['AL KHM 1/2025'] });
  giveExample(LetterHistory, {
    letter: { ...LetterSent, restsOn: 'import' },
    replies: [ReplyReceived],
    publishedElsewhere: { url: 'https://example.org/letters/1', on: '2025-05-20' },
  });
  giveExample(OpeningRequest, { event: publication, paths: ['source'], purpose: 'ask the source whether it is safe' });
  giveExample(PublicationRequest, { on: '2025-05-12', summary: LetterPublished.summary });
  giveExample(ReplyPublicationRequest, { on: '2025-07-02', summary: ReplyPublished.summary });
  giveExample(WithdrawalRequest, { on: '2025-06-01', publication, reason: 'person_at_risk', reviewOn: '2025-12-01' });
  giveExample(ReplacementOrder, { on: '2025-06-01', publication, reason: 'redaction_failed' });
  giveExample(WithholdingOrder, { on: '2025-06-01', reply: ReplyPublished.reply, reason: 'asked_by_addressee' });
  giveExample(EvaluationOrder, { on: '2025-06-01', reply: ReplyPublished.reply, mandate: LetterSent.mandates[0] });
  giveExample(CorrectedReading, { reference: 'KHM 1/2025', letter: { ...LetterSent, documents: [] } });
  giveExample(ShredOrder, { on: '2025-06-03' });
  giveExample(ReportOrder, { kind: 'communications', session: 'HRC60' });
  giveExample(SubmissionRequest, {
    ...{ agency: 'labour', topic: 'ledger.submissions.labour.v1', source: 'https://labour.example.org', id: '2025-17' },
    value: 'ZXlKaGJHY2lPaUpGUTBSSUxVVlRLMEV5TlRaTFZ5SjkuLi4uLg==',
  });
  giveExample(BundleRequest, { code: 'KHM', audience: 'addressee' });
}
