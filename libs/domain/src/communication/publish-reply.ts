import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseSamePerson } from '../decision.js';
import type { CommunicationState, ReplyOnRecord } from './communication.js';
import { refuseSentHere } from './of-before.js';
import { type OnLetterContext, proposeOn, replyBy } from './propose.js';
import {
  type PublicationContext,
  type PublicationFacts,
  refuseHeld,
  refuseIncomplete,
  refuseNotElsewhere,
  refuseOthersFields,
  refuseUnapproved,
} from './publication-rules.js';
import { inForce } from './published.js';
import type { EvaluationOrder, ReplyPublished, ReplyWithheld } from './reply-publication.js';

/**
 * Publishes a reply, only after its letter. `REPLY_UNKNOWN`, `NOT_PUBLISHED` for the letter, `ALREADY_PUBLISHED`, `REPLY_CONFIDENTIAL`,
 * `REPLY_WITHHELD`, `PUBLICATION_HELD`, `REDACTION_NOT_APPROVED`, `FOUR_EYES`, `EVENT_UNKNOWN` for a field released of another letter, and what `replyBy`
 * throws of the dates.
 */
export function publishReply(
  data: ReplyPublished,
  context: PublicationContext,
  facts: PublicationFacts,
): ProposedEvent[] {
  const reply = publishable(data, context, facts.communication);
  refuseIncomplete(data);
  refuseHeld(facts);
  refuseUnapproved(data.approval, context, facts, (proposal) => proposal.of === reply.id);
  refuseOthersFields(data.released, facts.communication);
  return [proposeOn(context.reference, 'ReplyPublished', data)];
}

/**
 * Records that a reply was published before this ledger took it over. As `publishReply`, without approval; `NOT_IMPORTED` unless letter and
 * reply were imported, as `refuseSentHere` says.
 */
export function importReplyPublication(
  data: ReplyPublished,
  context: OnLetterContext,
  facts: PublicationFacts,
): ProposedEvent[] {
  const reply = publishable(data, context, facts.communication);
  refuseNotElsewhere(data, context);
  refuseSentHere(facts.communication, context.now);
  if (reply.imported === undefined) throw new LedgerError('NOT_IMPORTED', 'the reply was received here');
  refuseHeld(facts);
  return [proposeOn(context.reference, 'ReplyPublished', data)];
}

function publishable(data: ReplyPublished, context: OnLetterContext, state: CommunicationState): ReplyOnRecord {
  const reply = replyBy(data, context, state);
  if (!state.published) throw new LedgerError('NOT_PUBLISHED', 'a reply is published only after its letter');
  if (inForce(state.publications, reply.id) !== undefined) throw new LedgerError('ALREADY_PUBLISHED');
  refuseConfidential(reply);
  refuseWithheld(reply, state);
  return reply;
}

/** Records that a reply is not shown to everyone, which stands until it is recorded in error. `REPLY_UNKNOWN`, `ALREADY_PUBLISHED`, and what `replyBy` throws of the dates. */
export function withholdReply(
  data: ReplyWithheld,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  const reply = replyBy(data, context, state);
  if (inForce(state.publications, reply.id) !== undefined)
    throw new LedgerError('ALREADY_PUBLISHED', 'withdraw the publication first');
  return [proposeOn(context.reference, 'ReplyWithheld', data)];
}

/**
 * Publishes what a mandate has judged last, question by question. `REPLY_UNKNOWN`, `NOT_PUBLISHED` for the letter, `REPLY_CONFIDENTIAL`,
 * `REPLY_WITHHELD`, `PUBLICATION_HELD`, `JUDGEMENT_MISSING`, `FOUR_EYES` (who judged does not publish), and what `replyBy` throws of the dates.
 */
export function publishEvaluation(
  { on, reply, mandate }: EvaluationOrder,
  context: PublicationContext,
  facts: PublicationFacts,
): ProposedEvent[] {
  const { communication, handling } = facts;
  const judged = replyBy({ on, reply }, context, communication);
  refuseConfidential(judged);
  refuseWithheld(judged, communication);
  if (!communication.published)
    throw new LedgerError('NOT_PUBLISHED', 'an evaluation is published only after its letter');
  refuseHeld(facts);
  const isMeant = (one: { reply: string; mandate: string }) => one.reply === reply && one.mandate === mandate;
  const coverage = handling.coverages.findLast((one) => isMeant(one) && one.secondOf === undefined);
  if (coverage === undefined) throw new LedgerError('JUDGEMENT_MISSING');
  const assessment = handling.assessments.findLast(isMeant);
  refuseSamePerson(coverage.ps, context);
  if (assessment !== undefined) refuseSamePerson(assessment.ps, context);
  const { judgements } = coverage;
  const data = { on, reply, mandate, judgements, assessment: assessment?.assessment ?? null };
  return [proposeOn(context.reference, 'EvaluationPublished', data)];
}

/** `REPLY_CONFIDENTIAL` for a reply that was given in confidence. */
export function refuseConfidential({ confidential }: ReplyOnRecord): void {
  if (confidential) throw new LedgerError('REPLY_CONFIDENTIAL');
}

/** `REPLY_WITHHELD` while a withholding of the reply stands: what endangers someone is not shown by way of a judgement either. */
function refuseWithheld({ id }: ReplyOnRecord, { standing }: CommunicationState): void {
  if (standing.some(({ type, reply }) => type === 'ReplyWithheld' && reply === id))
    throw new LedgerError('REPLY_WITHHELD');
}
