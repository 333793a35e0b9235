import { setTimeout as pause } from 'node:timers/promises';

import kafkajs from 'kafkajs';

import { exchangeModule, type OpenedExchange } from '#apps/exchange';
import type { EventStore } from '#libs/event-store';
import type { KafkaMessage, KafkaSettings } from '#libs/kafka';
import { metricsRegistry, SystemClock } from '#libs/service';

export interface OurParts {
  readonly store: EventStore;
  readonly kafka: KafkaSettings;
  readonly progressUrl: string;
}

/** The exchange, publishing to everyone's topic from the beginning of the ledger. */
export async function startExchange({ store, kafka, progressUrl }: OurParts): Promise<OpenedExchange> {
  const exchange = await exchangeModule({
    ...{ store, kafka, entitlements: [], clock: new SystemClock(), metrics: metricsRegistry() },
    progressUrl: () => Promise.resolve(progressUrl),
  });
  exchange.publishing.onApplicationBootstrap();
  return exchange;
}

/** Seconds until an exchange that has sent nothing yet has had so many messages acknowledged. */
export async function publishOurs(parts: OurParts, count: number): Promise<number> {
  const began = performance.now();
  const { publishing } = await startExchange(parts);
  const published = (): number => publishing.states.reduce((sum, state) => sum + state.published, 0);
  while (published() < count) await pause(2);
  const seconds = (performance.now() - began) / 1000;
  await publishing.beforeApplicationShutdown();
  return seconds;
}

/** As many messages a request as ours has. */
const batch = 1000;

/** Seconds until a producer of kafkajs has had these messages acknowledged, which are there already and are nobody's but its own. */
export async function publishRaw(
  kafka: KafkaSettings,
  topic: string,
  messages: readonly KafkaMessage[],
): Promise<number> {
  const began = performance.now();
  const producer = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  for (let from = 0; from < messages.length; from += batch)
    await producer.send({
      topic,
      acks: -1,
      messages: messages.slice(from, from + batch).map(({ key, value, headers }) => ({
        key,
        value: Buffer.from(value),
        headers,
      })),
    });
  const seconds = (performance.now() - began) / 1000;
  await producer.disconnect();
  return seconds;
}
