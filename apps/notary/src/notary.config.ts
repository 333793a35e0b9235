import { IsInt, IsOptional, IsString, Matches, Max, Min, ValidateIf } from 'class-validator';

import { eventStoreAddress, indexedAddress } from '#libs/event-store';
import { Env, ServiceConfig } from '#libs/service';

/** What the notary can be told when it runs as a process of its own. */
export class NotaryConfig extends ServiceConfig {
  @Env('LEDGER_HOME', 'folder with the log key, the guard and the tiles')
  @IsString({ message: 'a folder' })
  home = '.ledger';

  @Env('EVENT_STORE_URL', 'postgres:// or kurrentdb:// address of the event store')
  @Matches(eventStoreAddress, { message: 'a postgres:// or kurrentdb:// address' })
  eventStoreUrl = '';

  @Env('EVENT_INDEX_URL', 'postgres:// address of the index of a kurrentdb:// event store, a database of its own')
  @ValidateIf(({ eventStoreUrl }: NotaryConfig) => indexedAddress.test(eventStoreUrl))
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address, needed with a kurrentdb:// event store' })
  eventIndexUrl?: string;

  @Env('WITNESS_POLICY', 'file of the form tlog-policy that names the witnesses with their addresses, and the quorum')
  @IsOptional()
  @IsString({ message: 'a file' })
  witnessPolicy?: string;

  @Env('PUBLIC_CHECKPOINT_SECONDS', 'how often a checkpoint for everyone is signed, from 1 to 60')
  @IsInt({ message: 'a number of seconds from 1 to 60' })
  @Min(1, { message: 'a number of seconds from 1 to 60' })
  @Max(60, { message: 'a number of seconds from 1 to 60' })
  publicCheckpointSeconds = 60;
}
