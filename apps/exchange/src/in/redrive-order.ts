import { IsOptional, Matches } from 'class-validator';

/** Which dead letters are handed to the registry again; all, unless told. */
export class RedriveOrder {
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{1,39}$/, { message: '$property must be the name of an agency' })
  readonly agency?: string;

  @IsOptional()
  @Matches(/^[A-Z_]{1,60}$/, { message: '$property must be a code' })
  readonly reason?: string;
}
