import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';

import { eventStoreAddress, indexedAddress } from '#libs/event-store';
import { Env, ledgerOrigin, ServiceConfig } from '#libs/service';

/** What the registry can be told when it runs as a process of its own. */
export class RegistryConfig extends ServiceConfig {
  @Env('LEDGER_HOME', 'folder with keys, guard and documents')
  @IsString({ message: 'a folder' })
  home = '.ledger';

  @Env('EVENT_STORE_URL', 'postgres:// or kurrentdb:// address of the event store')
  @Matches(eventStoreAddress, { message: 'a postgres:// or kurrentdb:// address' })
  eventStoreUrl = '';

  @Env('EVENT_INDEX_URL', 'postgres:// address of the index of a kurrentdb:// event store, a database of its own')
  @ValidateIf(({ eventStoreUrl }: RegistryConfig) => indexedAddress.test(eventStoreUrl))
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address, needed with a kurrentdb:// event store' })
  eventIndexUrl?: string;

  @Env('KEY_STORE_URL', 'postgres:// address of the key store, a database of its own')
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address' })
  keyStoreUrl: string;

  @Env('NOTARY_URL', 'http address of the notary')
  @IsUrl({ require_tld: false }, { message: 'a URL' })
  notaryUrl: string;

  @Env('BUNDLE_WAIT_SECONDS', 'how long a bundle waits for a checkpoint that may be handed out, from 1 to 3600')
  @IsInt({ message: 'a number of seconds from 1 to 3600' })
  @Min(1, { message: 'a number of seconds from 1 to 3600' })
  @Max(3600, { message: 'a number of seconds from 1 to 3600' })
  bundleWaitSeconds = 90;

  @Env('REPORTING_URL', 'http address of reporting; unset, no report can be drafted')
  @IsOptional()
  @IsUrl({ require_tld: false }, { message: 'a URL' })
  reportingUrl?: string;

  @Env('LEDGER_ORIGIN', 'permanent name of the ledger; must equal the one it was founded under')
  @IsOptional()
  @Matches(ledgerOrigin, { message: 'lowercase letters, digits and ./:_-' })
  origin?: string;

  @Env('READING_DAYS', 'days that a letter which was read waits to be confirmed, from 1 to 90')
  @IsInt({ message: 'a number of days from 1 to 90' })
  @Min(1, { message: 'a number of days from 1 to 90' })
  @Max(90, { message: 'a number of days from 1 to 90' })
  readingDays = 7;

  @Env(
    'LATE_SILENCE_SECONDS',
    'how long silence waits for the replies to a letter whose window had ended before it was recorded, from 0 to 604800',
  )
  @IsInt({ message: 'a number of seconds from 0 to 604800' })
  @Min(0, { message: 'a number of seconds from 0 to 604800' })
  @Max(604_800, { message: 'a number of seconds from 0 to 604800' })
  lateSilenceSeconds = 86_400;

  @Env('LEDGER_TEST_CLOCK', 'instant at which a test clock starts; only for a ledger founded under one')
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/, { message: 'an instant such as 2025-05-10T08:00:00Z' })
  testClock?: string;

  @Env('EXCHANGE_SECRET', 'secret that registry and exchange share; unset, nothing that agencies submit is taken')
  @IsOptional()
  @Matches(/^[\x21-\x7e]{32,200}$/, { message: '32 or more visible ASCII characters' })
  exchangeSecret?: string;
}
