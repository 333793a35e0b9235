export { cloudEvent, type PublishedStatement } from './cloud-event.js';
export {
  type ConsumerOptions,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaProducer,
  type NewTopic,
  type PartitionSpan,
  type ReceivedBatch,
} from './kafka-client.js';
export { type KafkaSettings, type SaslMechanism, saslMechanisms } from './kafka-settings.js';
export type { KafkaMessage, ReceivedMessage } from './message.js';
export { openKafka } from './open-kafka.js';
export { partitionOf } from './partition-of.js';
export {
  allTopics,
  topicName,
  type TopicKind,
  type TopicParty,
  type TopicRow,
  topicSettings,
  topicTable,
} from './topics.js';
