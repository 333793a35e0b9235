/** A broker as a process of its own, for what is no test: it says where it is, and ends when the process that started it has ended. */
import { KafkaCluster } from './kafka-cluster.js';

const cluster = await KafkaCluster.start(1, { compiledFor: 'work' });

let ending: Promise<void> | undefined;
const end = (): void => {
  ending ??= cluster.stop();
  void ending.finally(() => process.exit());
};
process.on('disconnect', end);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
process.send?.({ brokers: cluster.addresses });
