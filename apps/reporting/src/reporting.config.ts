import { Matches, ValidateIf } from 'class-validator';

import { eventStoreAddress, indexedAddress } from '#libs/event-store';
import { Env, ServiceConfig } from '#libs/service';

/** What reporting can be told when it runs as a process of its own. */
export class ReportingConfig extends ServiceConfig {
  @Env('EVENT_STORE_URL', 'postgres:// or kurrentdb:// address of the event store')
  @Matches(eventStoreAddress, { message: 'a postgres:// or kurrentdb:// address' })
  eventStoreUrl = '';

  @Env('EVENT_INDEX_URL', 'postgres:// address of the index of a kurrentdb:// event store, a database of its own')
  @ValidateIf(({ eventStoreUrl }: ReportingConfig) => indexedAddress.test(eventStoreUrl))
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address, needed with a kurrentdb:// event store' })
  eventIndexUrl?: string;
}
