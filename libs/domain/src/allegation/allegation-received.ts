import { DocumentEntry } from '../document-entry.js';
import { perpetratorKinds, type PerpetratorKind } from '../perpetrators.js';
import { Sealed } from '../sealed.js';
import {
  Distinct,
  Language,
  ListOf,
  Nested,
  OccurredOn,
  OneOf,
  Optional,
  OrNull,
  Text,
  TextRecord,
  Texts,
} from '../validation.js';
import { PersonConcerned } from './person-concerned.js';
import { reprisalRisks, type ReprisalRisk } from './reprisal.js';

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
