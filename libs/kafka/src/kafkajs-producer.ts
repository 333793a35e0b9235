import kafkajs, { type Kafka, type Message, type Producer } from 'kafkajs';

import { KafkaProducer } from './kafka-client.js';
import { brokerError } from './kafkajs-errors.js';
import type { KafkaMessage } from './message.js';
import { partitionOf } from './partition-of.js';

const allInSync = -1;

export class KafkaJsProducer extends KafkaProducer {
  private readonly producer: Producer;
  private connected: Promise<void> | undefined;

  constructor(kafka: Kafka) {
    super();
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      // A second request under way could overtake one that is tried again, and with it the order of a key.
      maxInFlightRequests: 1,
      createPartitioner:
        () =>
        ({ message, partitionMetadata }) =>
          partitionOf(String(message.key), partitionMetadata.length),
    });
  }

  async send(topic: string, messages: readonly KafkaMessage[]): Promise<void> {
    try {
      await this.connect();
      await this.producer.send({
        topic,
        acks: allInSync,
        compression: kafkajs.CompressionTypes.None,
        messages: messages.map(ofKafkaJs),
      });
    } catch (error) {
      throw brokerError(error);
    }
  }

  async close(): Promise<void> {
    await this.connected?.catch(() => undefined);
    await this.producer.disconnect();
  }

  private connect(): Promise<void> {
    this.connected ??= this.producer.connect().catch((error: unknown) => {
      this.connected = undefined;
      throw error;
    });
    return this.connected;
  }
}

const ofKafkaJs = ({ key, value, headers }: KafkaMessage): Message => ({
  key,
  value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers,
});
