import type { Kafka, Message, Producer } from 'kafkajs';

import { KafkaProducer } from './kafka-client.js';
import { brokerError } from './kafkajs-errors.js';
import type { KafkaMessage } from './message.js';
import { partitionOf } from './partition-of.js';
import { Connected, PerTopic } from './per-topic.js';

const allInSync = -1;

export class KafkaJsProducer extends KafkaProducer {
  private readonly producers: PerTopic<Producer>;

  constructor(kafka: Kafka) {
    super();
    this.producers = new PerTopic(() => new Connected(producerOf(kafka)));
  }

  async send(topic: string, messages: readonly KafkaMessage[]): Promise<void> {
    try {
      const batch = { topic, acks: allInSync, messages: messages.map(ofKafkaJs) };
      await this.producers.ask(topic, (producer) => producer.send(batch));
    } catch (error) {
      throw brokerError(error);
    }
  }

  close(): Promise<void> {
    return this.producers.close();
  }
}

const producerOf = (kafka: Kafka): Producer =>
  kafka.producer({
    allowAutoTopicCreation: false,
    // A second request under way could overtake one that is tried again, and with it the order of a key.
    maxInFlightRequests: 1,
    // A second attempt of kafkajs leaves out brokers that have answered the first one, and with them, in silence, what is theirs only since
    // a partition has moved to them in between. Whoever sends tries all of it again.
    retry: { retries: 0 },
    createPartitioner: () => (given) => partitionOf(String(given.message.key), given.partitionMetadata.length),
  });

const ofKafkaJs = ({ key, value, headers }: KafkaMessage): Message => ({
  key,
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers,
});
