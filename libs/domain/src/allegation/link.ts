import { DocumentEntry } from '../document-entry.js';
import { Sealed } from '../sealed.js';
import {
  EventId,
  ListOf,
  Matching,
  OccurredOn,
  Optional,
  ReferenceKey,
  SubjectId,
  Text,
  Texts,
} from '../validation.js';

/** A letter was sent on the facts of the allegation. The allegation names the letter, never the other way round. */
export class AllegationLinked {
  @OccurredOn()
  readonly on: string;

  /** `KHM 1/2025`. */
  @ReferenceKey()
  readonly reference: string;
}

/** A text or a list of names again without one person, so that it stays readable when that person's key is destroyed. */
export class TextRestated {
  @OccurredOn()
  readonly on: string;

  @EventId()
  readonly restates: string;

  /** Which sealed field of that event: its narrative, or a list of names. Others than these are a person's own, or documents. */
  @Matching(
    /^(?:narrative|names|allegedPerpetrators\/(?:0|[1-9]\d{0,3})\/names)$/,
    'the path of a narrative or of names',
  )
  readonly path: string;

  /** The subject whose particulars the new text no longer holds. */
  @SubjectId()
  readonly without: string;

  @Sealed()
  @Optional()
  @Text(60_000)
  readonly narrative?: string;

  @Sealed()
  @Optional()
  @Texts(50, 300)
  readonly names?: readonly string[];

  @Optional()
  @ListOf(() => DocumentEntry, 50)
  readonly documents?: readonly DocumentEntry[];
}
