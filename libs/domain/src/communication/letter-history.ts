import { ListOf, Nested, Optional, OrNull, ReferenceKey } from '../validation.js';
import { LetterSent } from './letter.js';
import { PublishedElsewhere } from './publication.js';
import { ReplyReceived } from './reply.js';

/** A reply as an import tells of it. */
export class PastReply extends ReplyReceived {
  /** The letter with which this reply was recorded first, when it answers both: `LAO 2/2012`. */
  @Optional()
  @ReferenceKey()
  readonly sameReplyTo?: string;
}

/** All that an import tells of one letter. It is taken whole: where it tells of no reply, none was received. */
export class LetterHistory {
  @Nested(() => LetterSent)
  readonly letter: LetterSent;

  @ListOf(() => PastReply, 50)
  readonly replies: readonly PastReply[];

  /** `null` when the letter was not published. */
  @OrNull()
  @Nested(() => PublishedElsewhere)
  readonly publishedElsewhere: PublishedElsewhere | null;
}
