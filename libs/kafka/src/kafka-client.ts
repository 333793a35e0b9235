import type { KafkaMessage, ReceivedMessage } from './message.js';

/** Every method throws BROKER_UNAVAILABLE, BROKER_REFUSED (credentials, ACL), TOPIC_MISSING or MESSAGE_TOO_LARGE. */
export abstract class KafkaProducer {
  /**
   * Resolves when the brokers have made all messages durable. After a rejection some may be there; sending all of them again keeps the
   * order of each key when whoever reads drops what he has seen.
   */
  abstract send(topic: string, messages: readonly KafkaMessage[]): Promise<void>;

  abstract close(): Promise<void>;
}

/** Messages of one partition, in order, none left out. */
export interface ReceivedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly ReceivedMessage[];
  /** Everything up to this message has had its durable effect and is not delivered again. */
  commit(upTo: ReceivedMessage): Promise<void>;
  /** Tells the brokers that work goes on. To be called between messages when a batch takes seconds. */
  alive(): Promise<void>;
  /** Whether the partition has gone to somebody else, or the consumer is closing: what is left will be delivered again. */
  stale(): boolean;
}

/** A member of a consumer group. Partitions that no offset was committed for are read from their beginning. */
export abstract class KafkaConsumer {
  /**
   * Begins to deliver batches, one at a time for each partition, until it is closed. What is not committed is delivered again: at once when
   * `handle` rejects or leaves messages over, else after a restart. Outlives brokers that go away.
   */
  abstract start(topics: readonly string[], handle: (batch: ReceivedBatch) => Promise<void>): void;

  /** What keeps messages from coming: a sentence, or undefined while all is well. */
  abstract readonly complaint: string | undefined;

  /** Leaves the group once the batches under way are done. */
  abstract close(): Promise<void>;
}

export interface ConsumerOptions {
  readonly group: string;
  /** How long the brokers may wait for more before they answer, in milliseconds; 200 unless told. */
  readonly waitAtMost?: number;
}

export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  /** Settings of the topic, as Kafka names them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The first offset of a partition, and the one that the next message gets. */
export interface PartitionSpan {
  readonly partition: number;
  readonly from: number;
  readonly next: number;
}

/** Every method throws as those of a producer do. */
export abstract class KafkaAdmin {
  abstract topics(): Promise<readonly string[]>;

  /** Makes those that do not exist; leaves others as they are. */
  abstract create(topics: readonly NewTopic[]): Promise<void>;

  /** By partition. */
  abstract spans(topic: string): Promise<readonly PartitionSpan[]>;

  /** Removes every message of a topic. */
  abstract empty(topic: string): Promise<void>;

  abstract close(): Promise<void>;
}

/** The way to a Kafka. Opening one connects to nothing yet; whatever it gives out is its caller's to close. */
export abstract class KafkaClient {
  abstract producer(): KafkaProducer;
  abstract consumer(options: ConsumerOptions): KafkaConsumer;
  abstract admin(): KafkaAdmin;
}
