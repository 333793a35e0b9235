import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** Whose file, for whose eyes, and from which size of the ledger on a proof of consistency is wanted. */
export class BundleRequest {
  @Matches(/^[A-Z]{3}$/, { message: '$property must be an addressee code' })
  readonly code: string;

  @IsIn(['addressee', 'public'])
  readonly audience: 'addressee' | 'public';

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly since?: number;
}
