import { IsOptional } from 'class-validator';

import { Env } from '#libs/service';

/** As whom the auditor reads a ledger. */
export class AuditorConfig {
  @Env('LEDGER_TOKEN', 'bearer token of an auditor; unset, a ledger on this machine gives a development token')
  @IsOptional()
  token?: string;
}
