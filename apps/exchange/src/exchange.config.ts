import { IsOptional, IsUrl, Matches, ValidateIf } from 'class-validator';

import { eventStoreAddress, indexedAddress } from '#libs/event-store';
import { Env } from '#libs/service';

import { KafkaConfig } from './kafka.config.js';

/** What the exchange can be told when it runs as a process of its own. */
export class ExchangeConfig extends KafkaConfig {
  @Env('EVENT_STORE_URL', 'postgres:// or kurrentdb:// address of the event store')
  @Matches(eventStoreAddress, { message: 'a postgres:// or kurrentdb:// address' })
  eventStoreUrl = '';

  @Env('EVENT_INDEX_URL', 'postgres:// address of the index of a kurrentdb:// event store, a database of its own')
  @ValidateIf(({ eventStoreUrl }: ExchangeConfig) => indexedAddress.test(eventStoreUrl))
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address, needed with a kurrentdb:// event store' })
  eventIndexUrl?: string;

  @Env('EXCHANGE_URL', 'postgres:// address of how far each topic has got, a database of its own')
  @Matches(/^postgres(ql)?:\/\//, { message: 'a postgres:// address' })
  exchangeUrl: string;

  @Env('REGISTRY_URL', 'http address of the registry, which takes what agencies submit')
  @ValidateIf(({ exchangeSecret }: ExchangeConfig) => exchangeSecret !== undefined)
  @IsUrl({ require_tld: false }, { message: 'a URL, needed with EXCHANGE_SECRET' })
  registryUrl = '';

  @Env('EXCHANGE_SECRET', 'secret that registry and exchange share; unset, nothing that agencies submit is taken')
  @IsOptional()
  @Matches(/^[\x21-\x7e]{32,200}$/, { message: '32 or more visible ASCII characters' })
  exchangeSecret?: string;
}
