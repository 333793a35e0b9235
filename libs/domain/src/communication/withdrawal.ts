import type { CatalogueOf } from '#libs/ledger';
import { Day, EventId, ListOf, Nested, OccurredOn, OneOf, OrNull } from '../validation.js';
import { Released, Rendition } from './publication.js';

/** Codes only: whoever could read the publication can read why it went. */
const withdrawalReasons = [
  'person_at_risk',
  'consent_withdrawn',
  'erasure',
  'redaction_failed',
  'published_too_early',
  'court_order',
  'other',
] as const;
export type WithdrawalReason = (typeof withdrawalReasons)[number];

/** The whole publication, or some of the sealed fields it had released while the rest stays public. */
const withdrawalExtents = ['publication', 'fields'] as const;
export type WithdrawalExtent = (typeof withdrawalExtents)[number];

/** What a person says of a withdrawal; which fields it takes back follows from the publication. */
export class WithdrawalOrder {
  @OccurredOn()
  readonly on: string;

  /** The LetterPublished or ReplyPublished. */
  @EventId()
  readonly publication: string;

  @OneOf(withdrawalReasons)
  readonly reason: WithdrawalReason;

  /** The day on which the withdrawal is looked at again; `null` when it is meant for good. */
  @OrNull()
  @Day()
  readonly reviewOn: string | null;
}

export class PublicationWithdrawn extends WithdrawalOrder {
  @OneOf(withdrawalExtents)
  readonly extent: WithdrawalExtent;

  /** Every released field that is no longer shown to everyone; empty when none was released. */
  @ListOf(() => Released, 100)
  readonly withdrawn: readonly Released[];
}

const replacementReasons = ['redaction_failed', 'damaged_file', 'wrong_file', 'accessibility', 'other'] as const;
export type ReplacementReason = (typeof replacementReasons)[number];

/** A replacement as a person orders it; what is shown instead is the redaction approved last. */
export class ReplacementOrder {
  @OccurredOn()
  readonly on: string;

  /** The LetterPublished or ReplyPublished. */
  @EventId()
  readonly publication: string;

  @OneOf(replacementReasons)
  readonly reason: ReplacementReason;
}

/** Another public rendition in place of the one shown so far. */
export class RenditionReplaced extends ReplacementOrder {
  @Nested(() => Rendition)
  readonly rendition: Rendition;

  /** The RedactionApproved it rests on. */
  @EventId()
  readonly approval: string;
}

export const withdrawalEvents = {
  PublicationWithdrawn: {
    payload: PublicationWithdrawn,
    ver: 1,
    recordedBy: ['publisher', 'protection_focal_point'],
    sentence: 'Publication withdrawn: {reason}',
    icon: 'withdrawal',
  },
  RenditionReplaced: {
    payload: RenditionReplaced,
    ver: 1,
    recordedBy: ['publisher'],
    sentence: 'Public rendition replaced: {reason}',
    icon: 'replacement',
  },
} as const satisfies CatalogueOf<'communication'>;
