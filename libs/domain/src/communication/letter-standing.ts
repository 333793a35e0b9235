import type { CatalogueOf } from '#libs/ledger';
import { EventId, Matching, OccurredOn, OneOf, OrNull, ReferenceKey, Text } from '../validation.js';

const relations = ['same_case', 'earlier', 'follow_up_to'] as const;
export type LetterRelation = (typeof relations)[number];

/** `same_case`: sent on the same facts to another addressee; `earlier`: cited in this letter; `follow_up_to`: this letter follows it up. */
export class LettersLinked {
  @OccurredOn()
  readonly on: string;

  /** The other letter, which this ledger need not hold. */
  @ReferenceKey()
  readonly reference: string;

  @OneOf(relations)
  readonly relation: LetterRelation;
}

const reportSections = ['A', 'B', 'not_reproduced'] as const;
export type ReportSection = (typeof reportSections)[number];

/** The letter stands in a Communications Report, or is counted in it without being reproduced. */
export class IncludedInReport {
  @OccurredOn()
  readonly on: string;

  /** The session whose report it is, or the year. */
  @Matching(/^(HRC[1-9]\d{0,2}|[12]\d{3})$/, 'a session such as HRC60, or a year')
  readonly report: string;

  @OneOf(reportSections)
  readonly section: ReportSection;
}

/** Another event of this letter should not have been recorded. It stays visible and counts no longer, from this position on. */
export class RecordedInError {
  @OccurredOn()
  readonly on: string;

  @EventId()
  readonly event: string;

  @Text(1000)
  readonly reason: string;
}

/** The number is void: nothing is or was sent under it, and nothing will be. */
export class ReferenceVoided {
  @OccurredOn()
  readonly on: string;

  @Text(1000)
  readonly reason: string;

  /** The letter that stands in its place; `null` when there is none. */
  @OrNull()
  @ReferenceKey()
  readonly replacedBy: string | null;
}

export const standingEvents = {
  LettersLinked: {
    payload: LettersLinked,
    ver: 1,
    recordedBy: ['mandate_clerk', 'drafter', 'importer'],
    sentence: 'Linked to {reference}: {relation}',
    icon: 'link',
  },
  IncludedInReport: {
    payload: IncludedInReport,
    ver: 1,
    recordedBy: ['reporting_officer', 'importer'],
    sentence: 'Included in the report {report}, section {section}',
    icon: 'report',
  },
  RecordedInError: {
    payload: RecordedInError,
    ver: 1,
    recordedBy: ['mandate_clerk', 'importer'],
    sentence: 'An earlier record was made in error: {reason}',
    icon: 'error',
  },
  ReferenceVoided: {
    payload: ReferenceVoided,
    ver: 1,
    recordedBy: ['mandate_clerk', 'importer'],
    sentence: 'Number void: {reason}',
    icon: 'void',
  },
} as const satisfies CatalogueOf<'communication'>;
