import { homedir } from 'node:os';
import { join } from 'node:path';

import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

import { KafkaConfig } from '#apps/exchange';
import { eventStoreAddress } from '#libs/event-store';
import { Env, ledgerOrigin } from '#libs/service';

const databaseAddress = { message: 'a postgres:// address' };

/** As root the folder must be reachable for the database's own user, which a root user's home is not. */
const defaultHome = (): string =>
  process.getuid?.() === 0 ? '/var/lib/allegation-ledger' : join(homedir(), '.local', 'share', 'allegation-ledger');

/** What `ledger up` can be told; with nothing set everything runs on embedded defaults on loopback. */
export class UpConfig extends KafkaConfig {
  @Env('LEDGER_HOME', 'folder for keys, guard, documents and the embedded database')
  @IsString({ message: 'a folder' })
  home: string = defaultHome();

  @Env('EVENT_STORE_URL', 'postgres:// or kurrentdb:// address of the event store; unset, the embedded PostgreSQL')
  @IsOptional()
  @Matches(eventStoreAddress, { message: 'a postgres:// or kurrentdb:// address' })
  eventStoreUrl?: string;

  @Env(
    'EVENT_INDEX_URL',
    'postgres:// address of the index of a kurrentdb:// event store; unset, the embedded PostgreSQL',
  )
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, databaseAddress)
  eventIndexUrl?: string;

  @Env('VIEWS_URL', 'postgres:// address of the views; unset, the embedded PostgreSQL')
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, databaseAddress)
  viewsUrl?: string;

  @Env('KEY_STORE_URL', 'postgres:// address of the key store; unset, the embedded PostgreSQL')
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, databaseAddress)
  keyStoreUrl?: string;

  @Env('EXCHANGE_URL', 'postgres:// address of how far each Kafka topic has got; unset, the embedded PostgreSQL')
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, databaseAddress)
  exchangeUrl?: string;

  @Env('LEDGER_ORIGIN', 'permanent name of the ledger, fixed when it is founded')
  @IsOptional()
  @Matches(ledgerOrigin, { message: 'lowercase letters, digits and ./:_-' })
  origin?: string;

  @Env('WITNESS_POLICY', 'file of the form tlog-policy that names the witnesses with their addresses, and the quorum')
  @IsOptional()
  @IsString({ message: 'a file' })
  witnessPolicy?: string;

  @Env('PUBLIC_CHECKPOINT_SECONDS', 'how often a checkpoint for everyone is signed, from 1 to 60')
  @IsInt({ message: 'a number of seconds from 1 to 60' })
  @Min(1, { message: 'a number of seconds from 1 to 60' })
  @Max(60, { message: 'a number of seconds from 1 to 60' })
  publicCheckpointSeconds = 60;

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
  @Env('BUNDLE_WAIT_SECONDS', 'how long a bundle waits for a checkpoint that may be handed out, from 1 to 3600')
  @IsInt({ message: 'a number of seconds from 1 to 3600' })
  @Min(1, { message: 'a number of seconds from 1 to 3600' })
  @Max(3600, { message: 'a number of seconds from 1 to 3600' })
  bundleWaitSeconds = 90;

  @Env('LEDGER_TEST_CLOCK', 'instant at which a test clock starts; only for a ledger founded under one')
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/, { message: 'an instant such as 2025-05-10T08:00:00Z' })
  testClock?: string;

  @Env('EXCHANGE_SECRET', 'secret that registry and exchange share; unset, nothing that agencies submit is taken')
  @IsOptional()
  @Matches(/^[\x21-\x7e]{32,200}$/, { message: '32 or more visible ASCII characters' })
  exchangeSecret?: string;
}
