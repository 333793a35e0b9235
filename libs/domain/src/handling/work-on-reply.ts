import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { CommunicationState } from '../communication/communication.js';
import { replyBy } from '../communication/propose.js';
import type { PublicationContext, PublicationFacts } from '../communication/publication-rules.js';
import { refuseConfidential } from '../communication/publish-reply.js';
import { refuseSamePerson } from '../decision.js';
import type { HandlingState } from './handling.js';
import { proposeWork } from './propose-work.js';
import type {
  AnswerCoverageRecorded,
  AnswerFound,
  ReplyAssessed,
  ReplySharedWithSource,
  ReplyTranslated,
} from './reply-work.js';

/** Adds a translation. `REPLY_UNKNOWN`, `BODY_INVALID` for the reply's own language, and what `replyBy` throws of the dates. */
export function translateReply(
  data: ReplyTranslated,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  const reply = replyBy(data, context, communication);
  if (reply.language === data.language)
    throw new LedgerError('BODY_INVALID', { path: 'language', reason: 'is the language of the reply' });
  return [proposeWork(context.reference, 'ReplyTranslated', data)];
}

/** Records that the source was shown the reply. `REPLY_UNKNOWN`, `REPLY_CONFIDENTIAL`, and what `replyBy` throws of the dates. */
export function shareReply(
  data: ReplySharedWithSource,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  refuseConfidential(replyBy(data, context, communication));
  return [proposeWork(context.reference, 'ReplySharedWithSource', data)];
}

/**
 * Records what a mandate holds of the reply as a whole. `REPLY_UNKNOWN`, `MANDATE_UNKNOWN`, `BODY_INVALID` when a partial reply has no
 * manner or another one has, and what `replyBy` throws of the dates.
 */
export function assessReply(
  data: ReplyAssessed,
  context: PublicationContext,
  { communication }: PublicationFacts,
): ProposedEvent[] {
  replyBy(data, context, communication);
  refuseOtherMandate(data.mandate, communication);
  const { grade, manner } = data.assessment;
  if ((grade === 'partial') === (manner === null))
    throw new LedgerError('BODY_INVALID', {
      path: 'assessment/manner',
      reason: 'belongs to a partial reply, and only to it',
    });
  return [proposeWork(context.reference, 'ReplyAssessed', data)];
}

/**
 * Records what each question received. `REPLY_UNKNOWN`, `MANDATE_UNKNOWN`, `QUESTION_UNKNOWN`, `BODY_INVALID` for a question named twice, a
 * span that ends before it begins, or an answer without a quote; of a second judgement `EVENT_UNKNOWN` unless it is of the same reply and
 * mandate, `FOUR_EYES`; and what `replyBy` throws of the dates.
 */
export function recordCoverage(
  data: AnswerCoverageRecorded,
  context: PublicationContext,
  { communication, handling }: PublicationFacts,
): ProposedEvent[] {
  replyBy(data, context, communication);
  refuseOtherMandate(data.mandate, communication);
  refuseOtherQuestions(data.answers, communication);
  data.answers.forEach(refuseWithoutQuote);
  if (data.secondOf !== undefined) refuseNoSecond(data, context, handling);
  return [proposeWork(context.reference, 'AnswerCoverageRecorded', data)];
}

function refuseOtherMandate(mandate: string, { letter }: CommunicationState): void {
  if (letter?.data.mandates.includes(mandate) !== true)
    throw new LedgerError('MANDATE_UNKNOWN', { path: 'mandate', reason: 'not one of the header of the letter' });
}

function refuseOtherQuestions(answers: readonly AnswerFound[], { letter }: CommunicationState): void {
  const asked = new Set(letter?.data.questions.map(({ number }) => number));
  const judged = answers.map(({ question }) => question);
  const unknown = judged.findIndex((question) => !asked.has(question));
  if (unknown >= 0)
    throw new LedgerError('QUESTION_UNKNOWN', {
      path: `answers/${unknown}/question`,
      reason: 'not asked by the letter',
    });
  if (judged.length === 0 || new Set(judged).size < judged.length)
    throw new LedgerError('BODY_INVALID', { path: 'answers', reason: 'must judge one or more different questions' });
}

/** What is said to be answered must be shown in the reply; silence cannot be quoted. */
function refuseWithoutQuote({ judgement, quotes }: AnswerFound, index: number): void {
  const path = `answers/${index}/quotes`;
  if (quotes.some(({ start, end }) => end <= start))
    throw new LedgerError('BODY_INVALID', { path, reason: 'a span ends after it begins' });
  if ((judgement === 'answered' || judgement === 'partly') && quotes.length === 0)
    throw new LedgerError('BODY_INVALID', { path, reason: 'an answer is shown in the words of the reply' });
}

function refuseNoSecond(data: AnswerCoverageRecorded, context: PublicationContext, { coverages }: HandlingState): void {
  const first = coverages.find(({ id }) => id === data.secondOf);
  if (first?.reply !== data.reply || first.mandate !== data.mandate)
    throw new LedgerError('EVENT_UNKNOWN', {
      path: 'secondOf',
      reason: 'not a judgement of this reply by this mandate',
    });
  refuseSamePerson(first.ps, context);
}
