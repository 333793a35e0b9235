import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsString, MaxLength } from 'class-validator';

import { ReplyReceived } from '#libs/domain';

/** A reply with the letters it answers; the references become streams, the rest is the payload of each event. */
export class ReplyToLetters extends ReplyReceived {
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(120, { each: true })
  readonly answers: readonly string[];
}
