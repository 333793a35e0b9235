import type { CatalogueOf } from '#libs/ledger';
import { Summary } from '../communication/publication.js';
import { Sealed } from '../sealed.js';
import { Day, EventId, Nested, OccurredOn, OneOf, OrNull, Text } from '../validation.js';

/** Who works on the letter from now on. */
export class CaseAssigned {
  @OccurredOn()
  readonly on: string;

  /** The mandate or unit whose work it is. */
  @Text(400)
  readonly unit: string;

  /** Sealed: who works on such a case must not be read out of the record. */
  @Sealed()
  @Text(200)
  readonly assignee: string;
}

/** The summary with which the letter is to be published. */
export class SummaryApproved {
  @OccurredOn()
  readonly on: string;

  @Nested(() => Summary)
  readonly summary: Summary;
}

const holdReasons = ['person_at_risk', 'consent_missing', 'negotiation', 'legal_advice', 'redaction', 'other'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Nothing of the letter is published until the hold is lifted. */
export class PublicationHeld {
  @OccurredOn()
  readonly on: string;

  @OneOf(holdReasons)
  readonly reason: HoldReason;

  /** The day on which the hold is looked at again; `null` when none is set. */
  @OrNull()
  @Day()
  readonly reviewOn: string | null;
}

export class PublicationHoldLifted {
  @OccurredOn()
  readonly on: string;

  /** The PublicationHeld. */
  @EventId()
  readonly hold: string;
}

export const caseWorkEvents = {
  CaseAssigned: {
    payload: CaseAssigned,
    ver: 1,
    recordedBy: ['mandate_clerk', 'assessor', 'drafter'],
    sentence: 'Case assigned to {unit}',
    icon: 'assignment',
  },
  SummaryApproved: {
    payload: SummaryApproved,
    ver: 1,
    recordedBy: ['mandate_clerk', 'publisher'],
    sentence: 'Summary approved ({summary.language})',
    icon: 'approval',
  },
  PublicationHeld: {
    payload: PublicationHeld,
    ver: 1,
    recordedBy: ['mandate_clerk', 'redactor', 'publisher', 'protection_focal_point'],
    sentence: 'Publication held: {reason}',
    icon: 'hold',
  },
  PublicationHoldLifted: {
    payload: PublicationHoldLifted,
    ver: 1,
    recordedBy: ['publisher', 'protection_focal_point'],
    sentence: 'Hold on publication lifted',
    icon: 'hold',
  },
} as const satisfies CatalogueOf<'handling'>;
