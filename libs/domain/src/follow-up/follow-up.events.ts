import type { CatalogueOf, Role } from '#libs/ledger';
import { DocumentEntry } from '../document-entry.js';
import { References } from '../public-references.js';
import { Count, Distinct, Language, ListOf, Nested, OccurredOn, OneOf, OrNull, Text } from '../validation.js';

const followUpAudiences = ['staff', 'all'] as const;
export type FollowUpAudience = (typeof followUpAudiences)[number];

const followUpKinds = [
  'follow_up_letter',
  'visit',
  'meeting',
  'upr_recommendation',
  'treaty_body_observation',
  'legislation',
  'court_decision',
  'release',
  'other',
] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

const outcomes = [
  'released',
  'charges_dropped',
  'sentence_commuted',
  'whereabouts_clarified',
  'protection_given',
  'investigation_opened',
  'prosecution_opened',
  'remedy_given',
  'law_changed',
  'none_known',
  'other',
] as const;
export type OutcomeKind = (typeof outcomes)[number];

export class UprRecommendation {
  /** As printed, `139.74`. */
  @Text(40)
  readonly number: string;

  /** The State that recommended it, as printed. */
  @Text(200)
  readonly state: string;

  @OneOf(['supported', 'noted'])
  readonly position: 'supported' | 'noted';
}

export class TreatyBodyObservation {
  /** The document's symbol. */
  @Text(80)
  readonly symbol: string;

  @Text(80)
  readonly paragraphs: string;
}

/** What was done or happened after a letter. Its audience holds for everything that is recorded on it later. */
export class FollowUpRecorded {
  @OccurredOn()
  readonly on: string;

  @OneOf(followUpAudiences)
  readonly audience: FollowUpAudience;

  @OneOf(followUpKinds)
  readonly kind: FollowUpKind;

  @References()
  readonly references: readonly string[];

  /** Codes of the addressees it concerns besides those of the letters. */
  @Distinct(50, /^[A-Z]{3}$/)
  readonly addressees: readonly string[];

  @Language()
  readonly language: string;

  @Text(20_000)
  readonly text: string;

  @OrNull()
  @Nested(() => UprRecommendation)
  readonly recommendation: UprRecommendation | null;

  @OrNull()
  @Nested(() => TreatyBodyObservation)
  readonly observation: TreatyBodyObservation | null;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}

/** What changed for people. */
export class OutcomeRecorded {
  @OccurredOn()
  readonly on: string;

  @OneOf(outcomes)
  readonly outcome: OutcomeKind;

  /** For how many; `null` when nobody says. */
  @OrNull()
  @Count(1_000_000, 1)
  readonly individuals: number | null;

  @OrNull()
  @Text(4000)
  readonly text: string | null;
}

const recordedBy: readonly Role[] = ['mandate_clerk', 'drafter', 'reply_analyst', 'importer'];

export const followUpEvents = {
  FollowUpRecorded: {
    payload: FollowUpRecorded,
    ver: 1,
    recordedBy: [...recordedBy, 'partner_agency'],
    sentence: 'Follow-up recorded: {kind}',
    icon: 'follow-up',
  },
  OutcomeRecorded: {
    payload: OutcomeRecorded,
    ver: 1,
    recordedBy,
    sentence: 'Outcome recorded: {outcome}',
    icon: 'outcome',
  },
} as const satisfies CatalogueOf<'follow_up'>;
