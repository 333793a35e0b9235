import { DocumentEntry } from '../document-entry.js';
import { Sealed } from '../sealed.js';
import { Language, ListOf, Nested, OccurredOn, ReferenceKey, SubjectId, Text } from '../validation.js';
import { Consent, PersonConcerned } from './person-concerned.js';

/** What came in later on an allegation, and whom it concerns besides those already named. */
export class FurtherInformationReceived {
  @OccurredOn()
  readonly on: string;

  @Text(60)
  readonly channel: string;

  @Language()
  readonly language: string;

  /** Persons that the allegation did not name before. */
  @ListOf(() => PersonConcerned, 100)
  readonly persons: readonly PersonConcerned[];

  @Sealed()
  @Text(60_000)
  readonly narrative: string;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}

/** What one person agrees to from now on, in full; what was done on an earlier consent stays on record. */
export class ConsentChanged {
  @OccurredOn()
  readonly on: string;

  @SubjectId()
  readonly person: string;

  @Nested(() => Consent)
  readonly consent: Consent;

  /** How it was given or withdrawn. */
  @Text(60)
  readonly channel: string;

  @ListOf(() => DocumentEntry, 20)
  readonly documents: readonly DocumentEntry[];
}

/** What the source says to a reply that was shared with it. */
export class SourceCommentReceived {
  @OccurredOn()
  readonly on: string;

  @Text(60)
  readonly channel: string;

  @Language()
  readonly language: string;

  /** The letter whose reply is commented on: `KHM 1/2025`. */
  @ReferenceKey()
  readonly reference: string;

  @Sealed()
  @Text(60_000)
  readonly narrative: string;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}
