import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseBeforeLetter } from '../decision.js';
import type { CommunicationState } from './communication.js';
import { letterBy, type OnLetterContext, proposeOn } from './propose.js';
import {
  isOfRecord,
  type PublicationContext,
  type PublicationFacts,
  refuseHeld,
  refuseUnapproved,
} from './publication-rules.js';
import type { Released } from './publication.js';
import { fieldsOf, type PublicationOnRecord } from './published.js';
import type { RenditionReplaced, WithdrawalOrder } from './withdrawal.js';

/** A withdrawal of some released fields or, when none are named, of the whole publication. */
export interface Withdrawal extends WithdrawalOrder {
  readonly withdrawn?: readonly Released[];
}

/**
 * Takes back what everyone could see. With a letter its replies go too, each by an event of its own, for a reply is public only after its
 * letter. `LETTER_NOT_SENT`, `LETTER_VOID`, `NOT_PUBLISHED` when no such publication is in force, `NOT_RELEASED` for a field that it does
 * not show (any more), `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER` (also of the review).
 */
export function withdrawPublication(
  order: Withdrawal,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  letterBy(order.on, context, state);
  if (order.reviewOn !== null) refuseBeforeLetter(order.reviewOn, order.on, 'reviewOn');
  const publication = publicationNow(order.publication, state);
  if (order.withdrawn !== undefined) return [fieldsWithdrawn(order.withdrawn, { order, context, publication })];
  const { publications } = state;
  const replies = publication.reply === undefined ? publications.filter(({ reply }) => reply !== undefined) : [];
  return [...replies, publication]
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ id, released }) =>
      proposeOn(context.reference, 'PublicationWithdrawn', {
        ...said(order),
        publication: id,
        extent: 'publication',
        withdrawn: released,
      }),
    );
}

interface OfPublication {
  readonly order: WithdrawalOrder;
  readonly context: OnLetterContext;
  readonly publication: PublicationOnRecord;
}

function fieldsWithdrawn(
  withdrawn: readonly Released[],
  { order, context, publication }: OfPublication,
): ProposedEvent {
  const shown = new Set(fieldsOf(publication.released));
  const named = fieldsOf(withdrawn);
  if (named.length === 0 || named.some((field) => !shown.has(field)))
    throw new LedgerError('NOT_RELEASED', {
      path: 'withdrawn',
      reason: 'names a field that the publication does not show',
    });
  const data = { ...said(order), publication: publication.id, extent: 'fields', withdrawn } as const;
  return proposeOn(context.reference, 'PublicationWithdrawn', data);
}

const said = ({ on, reason, reviewOn }: WithdrawalOrder) => ({ on, reason, reviewOn });

/**
 * Shows another rendition in place of the one shown so far. `LETTER_NOT_SENT`, `LETTER_VOID`, `NOT_PUBLISHED` (also for what was published
 * elsewhere: no rendition of it is shown here), `PUBLICATION_HELD`, `REDACTION_NOT_APPROVED`, `FOUR_EYES`, `DATE_IN_FUTURE`,
 * `DATE_BEFORE_LETTER`.
 */
export function replaceRendition(
  data: RenditionReplaced,
  context: PublicationContext,
  facts: PublicationFacts,
): ProposedEvent[] {
  letterBy(data.on, context, facts.communication);
  const { reply, rendition } = publicationNow(data.publication, facts.communication);
  if (rendition === undefined) throw new LedgerError('NOT_PUBLISHED', 'it was published elsewhere');
  refuseHeld(facts);
  refuseUnapproved(data.approval, context, facts, (proposal) =>
    reply === undefined ? isOfRecord(proposal, facts.communication) : proposal.of === reply,
  );
  return [proposeOn(context.reference, 'RenditionReplaced', data)];
}

function publicationNow(id: string, { publications }: CommunicationState): PublicationOnRecord {
  const publication = publications.find((one) => one.id === id && !one.withdrawn);
  if (publication === undefined)
    throw new LedgerError('NOT_PUBLISHED', { path: 'publication', reason: 'not in force' });
  return publication;
}
