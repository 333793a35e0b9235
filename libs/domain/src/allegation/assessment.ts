import { Distinct, EventId, Flag, Nested, OccurredOn, OneOf } from '../validation.js';

const assessmentDecisions = ['pursue', 'decline', 'merge'] as const;
export type AssessmentDecision = (typeof assessmentDecisions)[number];

const urgencies = ['urgent', 'regular'] as const;

const closingReasons = [
  'declined',
  'addressed',
  'withdrawn_by_source',
  'consent_missing',
  'no_further_information',
  'other',
] as const;
export type ClosingReason = (typeof closingReasons)[number];

const reasonCodes = [
  'manifestly_unfounded',
  'politically_motivated',
  'not_factual',
  'abusive_language',
  'knowledge_unreliable',
  'media_only',
  'outside_mandate',
  'information_insufficient',
  'consent_missing',
  'already_addressed',
  'duplicate',
  'regular_procedure',
  'criteria_met',
  'other',
];

/** The admissibility criteria of the Code of Conduct (HRC resolution 5/2, article 9), each met or not. */
export class Criteria {
  /** Not manifestly unfounded or politically motivated. */
  @Flag()
  readonly founded: boolean;

  /** Contains a factual description of what is alleged. */
  @Flag()
  readonly factual: boolean;

  /** The language is not abusive. */
  @Flag()
  readonly notAbusive: boolean;

  /** In good faith, with direct or reliable knowledge. */
  @Flag()
  readonly goodFaith: boolean;

  @Flag()
  readonly notMediaOnly: boolean;

  @Flag()
  readonly withinMandate: boolean;
}

/** Whether the allegation is taken up. It says nothing about whether what is alleged is true. */
export class AllegationAssessed {
  @OccurredOn()
  readonly on: string;

  @OneOf(assessmentDecisions)
  readonly decision: AssessmentDecision;

  @Nested(() => Criteria)
  readonly criteria: Criteria;

  @OneOf(urgencies)
  readonly urgency: (typeof urgencies)[number];

  @Distinct(14, new RegExp(`^(?:${reasonCodes.join('|')})$`))
  readonly reasons: readonly string[];
}

/** The allegation tells the same as another one, which goes on for both. */
export class AllegationMerged {
  @OccurredOn()
  readonly on: string;

  /** The allegation that goes on. */
  @EventId()
  readonly into: string;
}

export class AllegationClosed {
  @OccurredOn()
  readonly on: string;

  @OneOf(closingReasons)
  readonly reason: ClosingReason;
}
