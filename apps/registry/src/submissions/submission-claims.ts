import { IsIn, IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';

import type { JsonObject } from '#libs/ledger';
import { readJson, validated } from '#libs/service';

/** The events that an agency may submit. */
export const submitted = [
  'AllegationReceived',
  'FurtherInformationReceived',
  'ReplyReceived',
  'FollowUpRecorded',
] as const;
export type SubmittedType = (typeof submitted)[number];

/** What an agency signs: who says it to whom, until when, and what it submits. */
export class SubmissionClaims {
  /** The agency's `ce_source`. */
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: '$property must be visible ASCII characters' })
  readonly iss: string;

  /** The submission's `ce_id`. */
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: '$property must be visible ASCII characters' })
  readonly jti: string;

  /** The origin of the ledger. */
  @Matches(/^[A-Za-z0-9./:_-]{1,200}$/, { message: '$property must be the origin of the ledger' })
  readonly aud: string;

  /** Seconds since 1970 after which the submission is not taken for the first time any more. */
  @IsInt({ message: '$property must be a number of seconds' })
  @Min(0)
  @Max(253_402_300_799)
  readonly exp: number;

  @IsIn(submitted, { message: '$property must be the type of an event that agencies submit' })
  readonly type: SubmittedType;

  /** For further information: the id of the allegation it is about. */
  @IsOptional()
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: '$property must be the id of an event' })
  readonly allegation?: string;

  /** The body that the same act has over HTTP. */
  @IsObject({ message: '$property must be an object' })
  readonly data: JsonObject;
}

/** Throws the codes of a body that is not accepted. */
export const claimsOf = (payload: Uint8Array): Promise<SubmissionClaims> =>
  validated(SubmissionClaims, readJson(payload));
