import { Matches } from 'class-validator';

/** A message as exchange took it from a topic of submissions, with what stood beside it. */
export class SubmissionRequest {
  @Matches(/^[a-z][a-z0-9-]{1,39}$/, { message: '$property must be the name of an agency' })
  readonly agency: string;

  @Matches(/^[a-z0-9.-]{1,200}$/, { message: '$property must be the name of a topic' })
  readonly topic: string;

  /** The header `ce_source`. */
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: '$property must be visible ASCII characters' })
  readonly source: string;

  /** The header `ce_id`. */
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: '$property must be visible ASCII characters' })
  readonly id: string;

  /** The message's bytes in padded base64: a JWE that exchange cannot open. */
  @Matches(/^[A-Za-z0-9+/]{0,960000}={0,2}$/, { message: '$property must be base64 of at most 720 kB' })
  readonly value: string;
}
