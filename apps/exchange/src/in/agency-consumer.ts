import { Logger } from '@nestjs/common';

import {
  type KafkaClient,
  type KafkaConsumer,
  type KafkaProducer,
  type ReceivedBatch,
  type ReceivedMessage,
  topicName,
} from '#libs/kafka';
import { LedgerError } from '#libs/ledger';

import { putAside } from './dead-letter.js';
import { InvalidShare } from './invalid-share.js';
import { receiptOf, type Settled } from './receipt.js';
import type { ReceivingMetrics } from './receiving-metrics.js';
import type { RegistryDoor } from './registry-door.js';
import { settle, type Waiting } from './settling.js';

/** What the consumers of all agencies work with. */
export interface ConsumerParts {
  readonly kafka: KafkaClient;
  readonly producer: KafkaProducer;
  readonly door: RegistryDoor;
  readonly metrics: ReceivingMetrics;
  /** The origin of the ledger, under which receipts are sent. */
  readonly origin: string;
}

/** How an agency's submissions are getting on. */
export interface AgencyState {
  readonly agency: string;
  readonly state: 'following' | 'waiting' | 'stopped';
  readonly reason?: string;
  /** Of its last 100. */
  readonly invalid: number;
}

/** How many submissions are with the registry at once, so that one append takes several. */
const together = 16;

/**
 * Takes what one agency submits to the registry, in order. An offset is committed once every message up to it is recorded, or refused with a
 * receipt, or put aside as a dead letter, durably; a crash before that only repeats what has no second effect. Too many that are invalid, and
 * it stops until somebody has looked.
 */
export class AgencyConsumer {
  private readonly logger = new Logger('exchange');
  private readonly share = new InvalidShare();
  private consumer: KafkaConsumer;
  private stopped = false;
  private trouble: string | undefined;

  constructor(
    readonly agency: string,
    private readonly parts: ConsumerParts,
  ) {
    this.consumer = this.follow();
  }

  get state(): AgencyState {
    const { agency, share } = this;
    if (this.stopped)
      return {
        agency,
        state: 'stopped',
        reason: `${share.invalid} of its last 100 were invalid`,
        invalid: share.invalid,
      };
    const reason = this.trouble ?? this.consumer.complaint;
    return {
      agency,
      state: reason === undefined ? 'following' : 'waiting',
      ...(reason && { reason }),
      invalid: share.invalid,
    };
  }

  /** Goes on where it stopped, once somebody has looked. */
  async resume(): Promise<void> {
    if (!this.stopped) return;
    await this.consumer.close();
    this.share.forget();
    this.stopped = false;
    this.parts.metrics.running(this.agency);
    this.consumer = this.follow();
  }

  close(): Promise<void> {
    return this.consumer.close();
  }

  private follow(): KafkaConsumer {
    const topic = topicName('submissions', this.agency);
    const consumer = this.parts.kafka.consumer({ group: `ledger-exchange.${topic}`, waitAtMost: 50 });
    consumer.start([topic], (batch) => this.take(batch));
    return consumer;
  }

  private async take(batch: ReceivedBatch): Promise<void> {
    for (const some of portions(batch.messages)) {
      if (this.stopped || batch.stale()) return;
      const settled = await this.settleAll(some, batch);
      await putAside(this.parts.producer, some, settled);
      await this.answer(settled);
      await batch.commit(some.at(-1) as ReceivedMessage);
      this.trouble = undefined;
      for (const one of settled) this.count(one);
    }
  }

  private settleAll(messages: readonly ReceivedMessage[], batch: ReceivedBatch): Promise<Settled[]> {
    const waiting: Waiting = {
      goOn: async () => {
        if (batch.stale()) throw new LedgerError('BROKER_UNAVAILABLE', 'the partition has gone to somebody else');
        await batch.alive();
      },
      say: (reason) => this.wait(reason),
    };
    return Promise.all(
      messages.map(async (message) => ({
        place: message,
        source: message.headers['ce_source'] ?? '',
        id: message.headers['ce_id'] ?? '',
        verdict: await settle(this.parts.door, this.agency, message, waiting),
      })),
    );
  }

  private answer(settled: readonly Settled[]): Promise<void> {
    const receipts = settled.map((one) => receiptOf(one, this.parts.origin));
    return this.parts.producer.send(topicName('receipts', this.agency), receipts);
  }

  private count({ verdict, place }: Settled): void {
    const { metrics } = this.parts;
    metrics.settled(this.agency, verdict);
    this.share.note(verdict.outcome === 'recorded' ? 'valid' : 'invalid');
    if (verdict.outcome !== 'recorded')
      this.logger.warn(`${place.topic} ${place.offset}: ${verdict.outcome}, ${verdict.problem.code}`);
    if (!this.share.isTooMuch || this.stopped) return;
    this.stopped = true;
    metrics.stopped(this.agency);
    this.logger.error(
      `the submissions of ${this.agency} are not taken any more: ${this.share.invalid} of its last 100 were invalid`,
    );
    void this.consumer.close();
  }

  /** Said once, however long it lasts. */
  private wait(reason: string): void {
    if (this.trouble !== reason) this.logger.warn(`the submissions of ${this.agency} wait: ${reason}`);
    this.trouble = reason;
  }
}

/** What may be with the registry at once. The same id twice is handed over in turn, so that the first on the topic is the one that counts. */
function* portions(messages: readonly ReceivedMessage[]): Iterable<readonly ReceivedMessage[]> {
  let portion: ReceivedMessage[] = [];
  const idOf = ({ headers }: ReceivedMessage): string | undefined => headers['ce_id'];
  for (const message of messages) {
    if (portion.length === together || portion.some((other) => idOf(other) === idOf(message))) {
      yield portion;
      portion = [];
    }
    portion.push(message);
  }
  if (portion.length > 0) yield portion;
}
