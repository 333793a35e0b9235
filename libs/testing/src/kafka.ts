import { KafkaCluster } from './kafka/kafka-cluster.js';

/** A Kafka for a suite that leaves its brokers alone. */
export interface Kafka {
  /** `host:port` of brokers. */
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

/** The one at `KAFKA_BROKERS`, else a broker of the suite's own. Throws one sentence that says what to do when there is none. */
export async function startKafka(): Promise<Kafka> {
  const given = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter((address) => address !== '');
  if (given.length > 0) return { brokers: given, stop: async () => undefined };
  const cluster = await KafkaCluster.start();
  return { brokers: cluster.addresses, stop: () => cluster.stop() };
}
