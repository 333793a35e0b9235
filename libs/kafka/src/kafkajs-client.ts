import kafkajs, { type Kafka } from 'kafkajs';

import {
  type ConsumerOptions,
  type KafkaAdmin,
  KafkaClient,
  type KafkaConsumer,
  type KafkaProducer,
} from './kafka-client.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaJsAdmin } from './kafkajs-admin.js';
import { KafkaJsConsumer } from './kafkajs-consumer.js';
import { boundHeaders } from './kafkajs-headers.js';
import { KafkaJsProducer } from './kafkajs-producer.js';

/** kafkajs 2.2.4, which has been without a release since 2023: nothing outside of these files knows it, and its transactions are not used. */
export class KafkaJsClient extends KafkaClient {
  private readonly kafka: Kafka;

  constructor({ brokers, clientId, tls, login }: KafkaSettings) {
    super();
    boundHeaders();
    this.kafka = new kafkajs.Kafka({
      brokers: [...brokers],
      clientId,
      ...(tls && { ssl: tls.authority === undefined ? true : { ca: [tls.authority] } }),
      ...(login && { sasl: { ...login } as kafkajs.SASLOptions }),
      connectionTimeout: 5000,
      requestTimeout: 15_000,
      // Whoever asks decides how long to go on; here it is only about what passes by itself, such as a partition's move.
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 1000 },
      // It would write addresses and names of users to the console; what matters is said by errors and complaints.
      logLevel: kafkajs.logLevel.NOTHING,
    });
  }

  producer(): KafkaProducer {
    return new KafkaJsProducer(this.kafka);
  }

  consumer(options: ConsumerOptions): KafkaConsumer {
    return new KafkaJsConsumer(this.kafka, options);
  }

  admin(): KafkaAdmin {
    return new KafkaJsAdmin(this.kafka);
  }
}
