import type { CatalogueOf } from '#libs/ledger';
import { DocumentEntry } from '../document-entry.js';
import { perpetratorKinds, type PerpetratorKind } from '../perpetrators.js';
import { Sealed } from '../sealed.js';
import {
  Distinct,
  EventId,
  Flag,
  Language,
  ListOf,
  Nested,
  OccurredOn,
  OneOf,
  Optional,
  OrNull,
  ReferenceKey,
  SubjectId,
  Text,
  TextRecord,
  Texts,
} from '../validation.js';

const sourceKinds = [
  'international_ngo',
  'regional_ngo',
  'domestic_ngo',
  'individual',
  'international_organisation',
  'national_institution',
  'law_firm',
  'media',
  'own_motion',
  'other',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

const reprisalRisks = ['none', 'low', 'high', 'unknown'] as const;
export type ReprisalRisk = (typeof reprisalRisks)[number];

/** What a person has agreed to; nothing is agreed to by silence. */
export class Consent {
  /** To transmit the person's case to the Government. */
  @Flag()
  readonly transmit: boolean;

  /** To publish the person's name. */
  @Flag()
  readonly publish: boolean;

  @Flag()
  readonly press: boolean;

  /** To share with named UN bodies. */
  @Flag()
  readonly share: boolean;
}

export class Particulars {
  @Optional()
  @Text(300)
  readonly name?: string;

  @Optional()
  @Text(60)
  readonly ageGroup?: string;

  @Optional()
  @Text(60)
  readonly gender?: string;

  @Optional()
  @Text(200)
  readonly group?: string;

  @Optional()
  @Text(100)
  readonly nationality?: string;

  @Optional()
  @Text(4000)
  readonly notes?: string;
}

export class PersonConcerned {
  /** The subject the particulars are sealed for; assigned by the registry when the person is new. */
  @Optional()
  @SubjectId()
  readonly id?: string;

  @Nested(() => Consent)
  readonly consent: Consent;

  @Sealed()
  @Optional()
  @Nested(() => Particulars)
  readonly particulars?: Particulars;
}

export class AllegedPerpetrator {
  @OneOf(perpetratorKinds)
  readonly kind: PerpetratorKind;

  @Sealed()
  @Optional()
  @Texts(50, 300)
  readonly names?: readonly string[];
}

export class Period {
  @OccurredOn()
  readonly from: string;

  /** `null` while it goes on. */
  @OrNull()
  @OccurredOn()
  readonly to: string | null;
}

/** Information received from a source about alleged violations; who it came from and whom it names is sealed. */
export class AllegationReceived {
  @OccurredOn()
  readonly on: string;

  @Text(60)
  readonly channel: string;

  @Language()
  readonly language: string;

  @OneOf(sourceKinds)
  readonly sourceKind: SourceKind;

  /** Identity and contact: `name`, `contact` and whatever else the source gave. */
  @Sealed()
  @Optional()
  @TextRecord(8000)
  readonly source?: Readonly<Record<string, string>>;

  @ListOf(() => PersonConcerned, 100)
  readonly persons: readonly PersonConcerned[];

  @ListOf(() => AllegedPerpetrator, 50)
  readonly allegedPerpetrators: readonly AllegedPerpetrator[];

  /** Codes of the addressees concerned. */
  @Distinct(50, /^[A-Z]{3}$/)
  readonly addressees: readonly string[];

  @Texts(100, 200)
  readonly places: readonly string[];

  @OrNull()
  @Nested(() => Period)
  readonly period: Period | null;

  @Texts(50, 200)
  readonly themes: readonly string[];

  @Sealed()
  @Text(60_000)
  readonly narrative: string;

  @OneOf(reprisalRisks)
  readonly reprisalRisk: ReprisalRisk;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}

/** A letter was sent on the facts of the allegation. The allegation names the letter, never the other way round. */
export class AllegationLinked {
  @OccurredOn()
  readonly on: string;

  /** `KHM 1/2025`. */
  @ReferenceKey()
  readonly reference: string;
}

/** The text again without one person, so that it stays readable when that person's key is destroyed. */
export class TextRestated {
  @OccurredOn()
  readonly on: string;

  @EventId()
  readonly restates: string;

  /** The subject whose particulars the new text no longer holds. */
  @SubjectId()
  readonly without: string;

  @Sealed()
  @Text(60_000)
  readonly narrative: string;

  @Optional()
  @ListOf(() => DocumentEntry, 50)
  readonly documents?: readonly DocumentEntry[];
}

export const allegationEvents = {
  AllegationReceived: {
    payload: AllegationReceived,
    ver: 1,
    recordedBy: ['intake_officer', 'importer'],
    sentence: 'Allegation received',
    icon: 'allegation',
  },
  AllegationLinked: {
    payload: AllegationLinked,
    ver: 1,
    recordedBy: ['assessor', 'drafter', 'mandate_clerk'],
    sentence: 'Allegation linked to the letter {reference}',
    icon: 'link',
  },
  TextRestated: {
    payload: TextRestated,
    ver: 1,
    recordedBy: ['protection_focal_point'],
    sentence: 'Text restated without one person',
    icon: 'restatement',
  },
} as const satisfies CatalogueOf<'allegation'>;
