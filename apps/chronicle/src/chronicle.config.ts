import { Matches } from 'class-validator';

import { Env, ServiceConfig } from '#libs/service';

const databaseAddress = { message: 'a postgres:// address' };

/** What the chronicle can be told when it runs as a process of its own. */
export class ChronicleConfig extends ServiceConfig {
  @Env('EVENT_STORE_URL', 'postgres:// address of the event store')
  @Matches(/^postgres(ql)?:\/\//, databaseAddress)
  eventStoreUrl: string;

  @Env('VIEWS_URL', 'postgres:// address of the views, a database of their own')
  @Matches(/^postgres(ql)?:\/\//, databaseAddress)
  viewsUrl: string;
}
