import { Matches } from 'class-validator';

/** The topic whose messages are to be sent again. */
export class RebuildRequest {
  @Matches(/^[a-z0-9.-]{1,200}$/, { message: '$property must be the name of a topic' })
  readonly topic: string;
}
