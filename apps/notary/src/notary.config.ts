import { IsString, Matches } from 'class-validator';

import { Env, ServiceConfig } from '#libs/service';

/** What the notary can be told when it runs as a process of its own. */
export class NotaryConfig extends ServiceConfig {
  @Env('LEDGER_HOME', 'folder with the log key and the guard')
  @IsString({ message: 'a folder' })
  home = '.ledger';

  @Env('EVENT_STORE_URL', 'postgres:// address of the event store')
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address' })
  eventStoreUrl: string;
}
