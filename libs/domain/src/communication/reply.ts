import { DocumentEntry } from '../document-entry.js';
import { EventId, Flag, Language, ListOf, OccurredOn, OneOf, Optional, Text } from '../validation.js';

import { type ReplyKind, replyKinds } from './reply-kinds.js';

/** Proof that the letter reached the addressee. */
export class DispatchConfirmed {
  /** The instant of receipt where it is known. */
  @OccurredOn()
  readonly on: string;

  @Text(120)
  readonly channel: string;

  @Text(300)
  readonly recipientOffice: string;

  @Optional()
  @ListOf(() => DocumentEntry, 20)
  readonly documents?: readonly DocumentEntry[];
}

/** What the addressee answered. One reply to several letters is one event per letter; figures count it once. */
export class ReplyReceived {
  @OccurredOn()
  readonly on: string;

  @OneOf(replyKinds)
  readonly kind: ReplyKind;

  @Language()
  readonly language: string;

  @Flag()
  readonly confidential: boolean;

  /** The event of the same reply in the first letter's stream. */
  @Optional()
  @EventId()
  readonly sameReplyAs?: string;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}
