import { DocumentEntry } from '../document-entry.js';
import { Sealed } from '../sealed.js';
import { Day, Distinct, ListOf, OccurredOn, OneOf, OrNull, Text } from '../validation.js';

export const reprisalRisks = ['none', 'low', 'high', 'unknown'] as const;
export type ReprisalRisk = (typeof reprisalRisks)[number];

/** Against whom; never who. */
const reprisalTargets = /^(?:source|person|relative|representative|witness|other)$/;
const reprisalActs =
  /^(?:threat|surveillance|arrest|attack|killing|disappearance|criminal_charge|travel_ban|dismissal|defamation|other)$/;

/** Someone is said to have been harmed, or threatened, for having spoken to the Special Procedures. */
export class ReprisalReported {
  @OccurredOn()
  readonly on: string;

  @Text(60)
  readonly channel: string;

  @Distinct(6, reprisalTargets)
  readonly against: readonly string[];

  @Distinct(11, reprisalActs)
  readonly acts: readonly string[];

  @Sealed()
  @Text(60_000)
  readonly narrative: string;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}

/** How great the risk is held to be from now on; why stays with the person who judged. */
export class ReprisalRiskReviewed {
  @OccurredOn()
  readonly on: string;

  @OneOf(reprisalRisks)
  readonly reprisalRisk: ReprisalRisk;

  /** The day on which it is to be looked at again. */
  @OrNull()
  @Day()
  readonly reviewOn: string | null;
}
