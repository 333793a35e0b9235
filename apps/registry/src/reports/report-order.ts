import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

import { LedgerError } from '#libs/ledger';

/** Which report is to be made, and as at which position; without one, as the ledger stands now. */
export class ReportOrder {
  @IsIn(['communications', 'statistics'])
  readonly kind: 'communications' | 'statistics';

  /** Of the joint report of a session. */
  @IsOptional()
  @Matches(/^HRC[1-9]\d{0,2}$/, { message: '$property must be a session such as HRC60' })
  readonly session?: string;

  /** Of the statistics of a year. */
  @IsOptional()
  @IsInt()
  @Min(1000)
  @Max(2999)
  readonly year?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly position?: number;
}

/** `HRC60-communications` or `2025-statistics`. `BODY_INVALID` for a session or a year that does not go with the kind. */
export function reportOf({ kind, session, year }: ReportOrder): string {
  const [wanted, other] = kind === 'communications' ? [session, year] : [year, session];
  const [path, reason] =
    kind === 'communications' ? ['session', 'a session and no year'] : ['year', 'a year and no session'];
  if (wanted == null || other != null) throw new LedgerError('BODY_INVALID', { path, reason });
  return `${wanted}-${kind}`;
}
