import { DocumentEntry } from '../document-entry.js';
import { Sealed } from '../sealed.js';
import { EventId, ListOf, OccurredOn, Optional, ReferenceKey, SubjectId, Text } from '../validation.js';

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
