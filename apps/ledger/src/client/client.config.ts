import { IsOptional, IsUrl } from 'class-validator';

import { Env } from '#libs/service';

/** Which ledger a command talks to, and as whom. */
export class ClientConfig {
  @Env('LEDGER_URL', 'address of the ledger that a command talks to')
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, require_port: false },
    { message: 'an http:// or https:// address' },
  )
  url = 'http://127.0.0.1:8080';

  @Env('LEDGER_TOKEN', 'bearer token of who asks; unset, a ledger on this machine gives a development token')
  @IsOptional()
  token?: string;
}
