import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, Matches } from 'class-validator';

import { ReplyReceived } from '#libs/domain';

/** A reply with the letters it answers; the references become streams, the rest is the payload of each event. */
export class ReplyToLetters extends ReplyReceived {
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(/^[^\0]{1,120}$/u, { each: true, message: 'each of $property must be a reference' })
  readonly answers: readonly string[];
}
