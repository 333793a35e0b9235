import { setTimeout as pause } from 'node:timers/promises';

import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage as Fetched } from 'kafkajs';

import { type ConsumerOptions, KafkaConsumer, type ReceivedBatch } from './kafka-client.js';
import { brokerError } from './kafkajs-errors.js';
import type { ReceivedMessage } from './message.js';

type Handle = (batch: ReceivedBatch) => Promise<void>;

const againAfter = 500;
/** How soon it is noticed that a partition has moved to a broker that was not there before, in milliseconds; nothing else would tell. */
const metadataMaxAge = 5000;

export class KafkaJsConsumer extends KafkaConsumer {
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private trouble: string | undefined = 'it has not been started';

  constructor(
    private readonly kafka: Kafka,
    private readonly options: ConsumerOptions,
  ) {
    super();
  }

  get complaint(): string | undefined {
    return this.trouble;
  }

  start(topics: readonly string[], handle: Handle): void {
    this.trouble = 'it has not joined its group yet';
    this.running = this.keepJoined(topics, handle);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  /** kafkajs gives up for good on some faults that pass; a new member takes the place of one that has. */
  private async keepJoined(topics: readonly string[], handle: Handle): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      const { group, waitAtMost = 200 } = this.options;
      const consumer = this.kafka.consumer({
        groupId: group,
        maxWaitTimeInMs: waitAtMost,
        sessionTimeout: 15_000,
        heartbeatInterval: 1500,
        allowAutoTopicCreation: false,
        metadataMaxAge,
        retry: { retries: 2, initialRetryTime: 100, restartOnFailure: async () => false },
      });
      await this.member(consumer, topics, handle).catch((error: unknown) => {
        this.trouble = brokerError(error).message;
      });
      await consumer.disconnect().catch(() => undefined);
      await pause(againAfter, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when the consumer is told to stop; rejects with what ended its membership. */
  private async member(consumer: Consumer, topics: readonly string[], handle: Handle): Promise<void> {
    const { signal } = this.stop;
    const ended = new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
    ended.catch(() => undefined);
    consumer.on('consumer.group_join', () => (this.trouble = undefined));
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => handle(batchOf(payload)),
    });
    await ended;
  }
}

function batchOf(payload: EachBatchPayload): ReceivedBatch {
  const { batch } = payload;
  const { topic, partition } = batch;
  return {
    topic,
    partition,
    messages: batch.messages.map((message) => received(topic, partition, message)),
    commit: async ({ offset }) => {
      const next = String(BigInt(offset) + 1n);
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] });
      payload.resolveOffset(offset);
      await payload.heartbeat();
    },
    alive: () => payload.heartbeat(),
    stale: () => !payload.isRunning() || payload.isStale(),
  };
}

function received(
  topic: string,
  partition: number,
  { offset, key, value, headers, timestamp }: Fetched,
): ReceivedMessage {
  return {
    topic,
    partition,
    offset,
    key: key?.toString('utf8'),
    value: value ?? undefined,
    headers: textsOf(headers ?? {}),
    sentAt: Number(timestamp),
  };
}

/** A header may stand there without a value, which the types of kafkajs do not say; it is as if it were not there. */
function textsOf(headers: IHeaders): Record<string, string> {
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const last: Buffer | string | null | undefined = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined && last !== null) texts.push([name, last.toString('utf8')]);
  }
  return Object.fromEntries(texts);
}
