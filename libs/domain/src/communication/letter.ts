import { DocumentEntry } from '../document-entry.js';
import { Day, EventId, Flag, Language, ListOf, Nested, OccurredOn, OneOf, OrNull, Text, Texts } from '../validation.js';
import {
  AddresseePrinted,
  CapacityMandate,
  DocumentCited,
  type Individuals,
  InstrumentCited,
  IndividualsConcerned,
  OtherRecipient,
  PerpetratorNamedByKind,
  PublicationWindow,
  Question,
  Signatory,
  StateMentioned,
  UprCitation,
} from './letter-parts.js';
import { type LetterType, letterTypes } from './letter-types.js';

/** What a letter rests on when no allegation stands behind it, or that allegations do. */
export const letterGrounds = ['allegations', 'own_motion', 'public_reports', 'law', 'import'] as const;
export type LetterGround = (typeof letterGrounds)[number];

/**
 * The record of a letter as sent; its facts and concerns stay in the document. Everything here is readable by the addressee at once and by
 * everyone after publication, so it names no allegation and no source, and persons only as `[name 1]`.
 */
export class LetterSent {
  /** The date printed on the letter. */
  @OccurredOn()
  readonly on: string;

  /** A label, kept as printed: the key of a reference does not contain it. */
  @OneOf(letterTypes)
  readonly type: LetterType;

  @Nested(() => AddresseePrinted)
  readonly addressee: AddresseePrinted;

  @Language()
  readonly language: string;

  /** Mandate file codes printed before about 2015, in order: `G/SO 214 (67-17)`. */
  @Texts(20, 120)
  readonly fileCodes: readonly string[];

  /** The mandates of the header. */
  @Texts(40, 400)
  readonly mandates: readonly string[];

  /** The mandates of the capacity sentence, which may be fewer or in another order. */
  @ListOf(() => CapacityMandate, 40)
  readonly capacityMandates: readonly CapacityMandate[];

  @ListOf(() => Signatory, 40)
  readonly signatories: readonly Signatory[];

  @Text(1000)
  readonly subject: string;

  @Texts(50, 200)
  readonly themes: readonly string[];

  @ListOf(() => Question, 100)
  readonly questions: readonly Question[];

  @ListOf(() => InstrumentCited, 100)
  readonly instruments: readonly InstrumentCited[];

  @ListOf(() => DocumentCited, 200)
  readonly documentsCited: readonly DocumentCited[];

  @ListOf(() => UprCitation, 50)
  readonly upr: readonly UprCitation[];

  @Texts(100, 200)
  readonly places: readonly string[];

  @ListOf(() => StateMentioned, 200)
  readonly statesMentioned: readonly StateMentioned[];

  @ListOf(() => PerpetratorNamedByKind, 50)
  readonly allegedPerpetrators: readonly PerpetratorNamedByKind[];

  @Texts(100, 200)
  readonly businesses: readonly string[];

  @Texts(100, 120)
  readonly earlierReferences: readonly string[];

  @ListOf(() => OtherRecipient, 100)
  readonly otherRecipients: readonly OtherRecipient[];

  @Flag()
  readonly interimMeasures: boolean;

  @Flag()
  readonly pressClause: boolean;

  /** The publication clause as printed; `null` when the letter has none. */
  @OrNull()
  @Nested(() => PublicationWindow)
  readonly publicationWindow: PublicationWindow | null;

  /** The day an answer is asked by; `null` when none is printed. */
  @OrNull()
  @Day()
  readonly replyAskedBy: string | null;

  @IndividualsConcerned()
  readonly individuals: Individuals;

  @OneOf(letterGrounds)
  readonly restsOn: LetterGround;

  @ListOf(() => DocumentEntry, 20)
  readonly documents: readonly DocumentEntry[];
}

/** The whole record again, in place of an earlier one that stays visible. */
export class LetterCorrected extends LetterSent {
  /** The LetterSent or LetterCorrected that no longer counts. */
  @EventId()
  readonly corrects: string;

  @Text(1000)
  readonly reason: string;
}
