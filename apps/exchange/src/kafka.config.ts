import { readFileSync } from 'node:fs';

import { IsIn, IsOptional, IsString, Matches, ValidateIf } from 'class-validator';

import { type KafkaSettings, type SaslMechanism, saslMechanisms } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';
import { Env, ServiceConfig } from '#libs/service';

/** Where the brokers are. With none named nothing is exchanged. */
export class KafkaConfig extends ServiceConfig {
  @Env('KAFKA_BROKERS', 'host:port of Kafka brokers, separated by commas; unset, nothing is exchanged over Kafka')
  @IsOptional()
  @Matches(/^[A-Za-z0-9.-]{1,253}:\d{1,5}(,[A-Za-z0-9.-]{1,253}:\d{1,5})*$/, {
    message: 'host:port, separated by commas',
  })
  kafkaBrokers?: string;

  @Env('KAFKA_TLS', 'whether the brokers are spoken to over TLS: yes or no')
  @IsIn(['yes', 'no'], { message: 'yes or no' })
  kafkaTls: 'yes' | 'no' = 'no';

  @Env('KAFKA_TLS_CA', 'file with the only authority that brokers’ certificates may come from, in PEM')
  @IsOptional()
  @IsString({ message: 'a file' })
  kafkaTlsCa?: string;

  @Env('KAFKA_SASL', 'how the exchange proves who it is: plain, scram-sha-256 or scram-sha-512')
  @IsOptional()
  @IsIn(saslMechanisms, { message: 'plain, scram-sha-256 or scram-sha-512' })
  kafkaSasl?: SaslMechanism;

  @Env('KAFKA_USERNAME', 'user of the brokers, needed with KAFKA_SASL')
  @ValidateIf(({ kafkaSasl }: KafkaConfig) => kafkaSasl !== undefined)
  @IsString({ message: 'needed with KAFKA_SASL' })
  kafkaUsername?: string;

  @Env('KAFKA_PASSWORD', 'that user’s password, needed with KAFKA_SASL')
  @ValidateIf(({ kafkaSasl }: KafkaConfig) => kafkaSasl !== undefined)
  @IsString({ message: 'needed with KAFKA_SASL' })
  kafkaPassword?: string;
}

/** The way to the brokers; `undefined` when none is named. Throws `CONFIGURATION` when the authority's file cannot be read. */
export function kafkaSettings(config: KafkaConfig): KafkaSettings | undefined {
  const { kafkaBrokers, kafkaTls, kafkaTlsCa, kafkaSasl: mechanism, kafkaUsername, kafkaPassword } = config;
  if (kafkaBrokers === undefined) return undefined;
  const authority = kafkaTlsCa === undefined ? {} : { authority: fileOf(kafkaTlsCa) };
  const login = mechanism && { mechanism, username: kafkaUsername ?? '', password: kafkaPassword ?? '' };
  return {
    brokers: kafkaBrokers.split(','),
    clientId: 'ledger-exchange',
    ...(kafkaTls === 'yes' && { tls: authority }),
    ...(login && { login }),
  };
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LedgerError('CONFIGURATION', { path: 'KAFKA_TLS_CA', reason: 'the file cannot be read' }, { cause });
  }
}
