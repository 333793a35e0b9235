import type { CatalogueOf } from '#libs/ledger';
import { Sealed } from '../sealed.js';
import { Distinct, EventId, ListOf, Nested, OccurredOn, OneOf, OrNull, Text } from '../validation.js';
import { Assessment, QuestionJudged } from './judgements.js';
import { Publication } from './publication.js';

/** A reply as the public sees it. */
export class ReplyPublished extends Publication {
  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;
}

const withholdingReasons = ['asked_by_addressee', 'person_at_risk', 'consent_missing', 'other'] as const;
export type WithholdingReason = (typeof withholdingReasons)[number];

/** What a person says of a withholding; what is withheld follows from the reply. */
export class WithholdingOrder {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;

  @OneOf(withholdingReasons)
  readonly reason: WithholdingReason;
}

/** A reply is not shown to everyone, and cannot be exchanged for another one later. */
export class ReplyWithheld extends WithholdingOrder {
  /**
   * SHA-256 of each document of the reply, in order. Sealed under a salt, so that the statement holds the addressee's reply fast without
   * saying what it is (RFC 9901 §4.2): whoever is shown the disclosure one day can check that it is the reply that was withheld.
   */
  @Sealed()
  @Distinct(50, /^[0-9a-f]{64}$/)
  readonly contents: readonly string[];
}

/** Which mandate's judgement of which reply is to be published; the judgement itself is the one on record. */
export class EvaluationOrder {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;

  @Text(400)
  readonly mandate: string;
}

/** What one mandate holds of a reply, question by question; the only judgement that leaves the house. */
class EvaluationPublished extends EvaluationOrder {
  @ListOf(() => QuestionJudged, 100)
  readonly judgements: readonly QuestionJudged[];

  /** `null` when the mandate judged the questions only. */
  @OrNull()
  @Nested(() => Assessment)
  readonly assessment: Assessment | null;
}

export const replyPublicationEvents = {
  ReplyPublished: {
    payload: ReplyPublished,
    ver: 1,
    recordedBy: ['publisher', 'importer'],
    sentence: 'Reply published',
    icon: 'publication',
  },
  ReplyWithheld: {
    payload: ReplyWithheld,
    ver: 1,
    recordedBy: ['publisher', 'protection_focal_point'],
    sentence: 'Reply withheld: {reason}',
    icon: 'withheld',
  },
  EvaluationPublished: {
    payload: EvaluationPublished,
    ver: 1,
    recordedBy: ['publisher'],
    sentence: 'Evaluation of the reply published by the {mandate}',
    icon: 'evaluation',
  },
} as const satisfies CatalogueOf<'communication'>;
