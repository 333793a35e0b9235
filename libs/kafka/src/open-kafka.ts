import type { KafkaClient } from './kafka-client.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaJsClient } from './kafkajs-client.js';

/** The way to the Kafka of the settings. Throws nothing: what is wrong with it is said by what it gives out. */
export const openKafka = (settings: KafkaSettings): KafkaClient => new KafkaJsClient(settings);
