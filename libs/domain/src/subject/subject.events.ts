import type { CatalogueOf } from '#libs/ledger';
import { Distinct, EventId, ListOf, OccurredOn, OneOf, Optional, SubjectId, Text } from '../validation.js';

const subjectKinds = ['source', 'person'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** A person has got a key of their own. */
class SubjectEnrolled {
  @OccurredOn()
  readonly on: string;

  @OneOf(subjectKinds)
  readonly kind: SubjectKind;
}

/** Two subjects are one person. It stands in the streams of both: what is demanded for the one holds for the keys of both. */
export class SubjectsMerged {
  @OccurredOn()
  readonly on: string;

  /** The subject that goes on. */
  @SubjectId()
  readonly survivor: string;

  @SubjectId()
  readonly merged: string;
}

export class ShredRequested {
  @OccurredOn()
  readonly on: string;

  /** Who may demand it: the person, a court, a rule. Never a name. */
  @Text(300)
  readonly authority: string;

  @Text(1000)
  readonly reason: string;
}

export class ShredApproved {
  @OccurredOn()
  readonly on: string;

  /** The ShredRequested that is approved. */
  @EventId()
  readonly request: string;
}

export class ErasedFields {
  @EventId()
  readonly event: string;

  @Distinct(500, /^[A-Za-z]+(?:\/(?:0|[1-9]\d{0,3})\/[A-Za-z]+)?$/)
  readonly paths: readonly string[];
}

/** The key is destroyed: what was sealed under it is unreadable from here on, and everything still verifies. */
export class SubjectKeyShredded {
  @OccurredOn()
  readonly on: string;

  @Optional()
  @Text(300)
  readonly authority?: string;

  @Optional()
  @Text(1000)
  readonly reason?: string;

  @ListOf(() => ErasedFields, 300)
  readonly erased: readonly ErasedFields[];
}

export const subjectEvents = {
  SubjectEnrolled: {
    payload: SubjectEnrolled,
    ver: 1,
    recordedBy: ['intake_officer', 'importer'],
    sentence: 'Subject enrolled',
    icon: 'subject',
  },
  SubjectsMerged: {
    payload: SubjectsMerged,
    ver: 1,
    recordedBy: ['intake_officer', 'protection_focal_point'],
    sentence: 'Two subjects found to be one person',
    icon: 'merger',
  },
  ShredRequested: {
    payload: ShredRequested,
    ver: 1,
    recordedBy: ['protection_focal_point'],
    sentence: 'Erasure requested on the authority of {authority}',
    icon: 'erasure-requested',
  },
  ShredApproved: {
    payload: ShredApproved,
    ver: 1,
    recordedBy: ['protection_focal_point'],
    sentence: 'Erasure approved',
    icon: 'approval',
  },
  SubjectKeyShredded: {
    payload: SubjectKeyShredded,
    ver: 1,
    recordedBy: ['protection_focal_point', 'clock'],
    sentence: 'Key destroyed; the particulars are erased',
    icon: 'erasure',
  },
} as const satisfies CatalogueOf<'subject'>;
