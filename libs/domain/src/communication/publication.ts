import {
  Count,
  Day,
  Distinct,
  EventId,
  HexDigest,
  Language,
  ListOf,
  Matching,
  MediaType,
  Nested,
  OccurredOn,
  Optional,
  Text,
} from '../validation.js';

/** The last day of a window has ended in Geneva: silence is a recorded, countable fact. Written by the clock. */
class WindowElapsed {
  /** The day after the window's last day. */
  @OccurredOn()
  readonly on: string;

  /** The last day of the window. */
  @Day()
  readonly dueOn: string;

  /** The policy file whose rule gave the day. */
  @Text(120)
  readonly policy: string;
}

/** No interim or substantive reply and no refusal had come by the day. */
export class ResponseWindowElapsed extends WindowElapsed {}

export class ConfidentialityWindowElapsed extends WindowElapsed {}

/** The document as the public sees it. */
export class Rendition {
  /** SHA-256 of the document itself, in clear. */
  @HexDigest()
  readonly digest: string;

  @Count()
  readonly bytes: number;

  @MediaType()
  readonly mediaType: string;
}

export class Summary {
  @Language()
  readonly language: string;

  @Text(10_000)
  readonly text: string;
}

export class Released {
  @EventId()
  readonly event: string;

  /** Disclosure digests as they stand in `_sd`. */
  @Distinct(100, /^[A-Za-z0-9_-]{43}$/)
  readonly digests: readonly string[];
}

/** Where and when something was published before this ledger took it over. */
export class PublishedElsewhere {
  @Matching(/^https?:\/\/[^\s<>"]{1,1000}$/u, 'an address that begins with http')
  readonly url: string;

  @OccurredOn()
  readonly on: string;
}

/**
 * Something becomes readable for everyone. One of this house has a rendition, a summary and the approval it rests on; an imported one
 * says instead where it was published.
 */
export class Publication {
  @OccurredOn()
  readonly on: string;

  @Optional()
  @Nested(() => Rendition)
  readonly rendition?: Rendition;

  @Optional()
  @Nested(() => Summary)
  readonly summary?: Summary;

  /** Never absent: an empty list says that nothing sealed was released. */
  @ListOf(() => Released, 100)
  readonly released: readonly Released[];

  /** The RedactionApproved it rests on. */
  @Optional()
  @EventId()
  readonly approval?: string;

  @Optional()
  @Nested(() => PublishedElsewhere)
  readonly publishedElsewhere?: PublishedElsewhere;
}

export class LetterPublished extends Publication {}
