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
import { portions } from './portions.js';
import { receiptOf, type Settled } from './receipt.js';
import type { ReceivingMetrics } from './receiving-metrics.js';
import type { RegistryDoor } from './registry-door.js';
import { settle, type Waiting } from './settling.js';
import type { StoppedAgencies } from './stopped-agencies.js';

/** What the consumers of all agencies work with. */
export interface ConsumerParts {
  readonly kafka: KafkaClient;
  readonly producer: KafkaProducer;
  readonly door: RegistryDoor;
  readonly stopped: StoppedAgencies;
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

/**
 * Takes what one agency submits to the registry, in order. An offset is committed once every message up to it is recorded, or refused with a
 * receipt, or put aside as a dead letter, durably; a crash before that only repeats what has no second effect. Too many that are invalid, and
 * it stops until somebody has looked, also over a restart.
 */
export class AgencyConsumer {
  private readonly logger = new Logger('exchange');
  private share = InvalidShare.none();
  private consumer: KafkaConsumer | undefined;
  /** How many were invalid when it was stopped. */
  private stoppedAt: number | undefined;
  private trouble: string | undefined;

  constructor(
    readonly agency: string,
    private readonly parts: ConsumerParts,
  ) {
    parts.metrics.running(agency);
    this.consumer = this.follow();
  }

  get state(): AgencyState {
    const { agency, share, stoppedAt } = this;
    if (stoppedAt !== undefined)
      return { agency, state: 'stopped', reason: `${stoppedAt} of its last 100 were invalid`, invalid: stoppedAt };
    const reason = this.trouble ?? (this.consumer === undefined ? 'it goes on' : this.consumer.complaint);
    return {
      agency,
      state: reason === undefined ? 'following' : 'waiting',
      ...(reason && { reason }),
      invalid: share.invalid,
    };
  }

  /** Goes on where it stopped, once somebody has looked. Throws PROGRESS_UNAVAILABLE. */
  async resume(): Promise<void> {
    await this.parts.stopped.resume(this.agency);
    await this.goOn();
  }

  /** Does as was decided at any exchange of the ledger: `invalid` of an agency that is stopped, undefined of one that is not. */
  async heed(invalid: number | undefined): Promise<void> {
    if (invalid === undefined) await this.goOn();
    else this.stop(invalid);
  }

  async close(): Promise<void> {
    await this.consumer?.close();
  }

  private follow(): KafkaConsumer {
    const topic = topicName('submissions', this.agency);
    const consumer = this.parts.kafka.consumer({ group: `ledger-exchange.${topic}`, waitAtMost: 50 });
    consumer.start([topic], (batch) => this.take(batch));
    return consumer;
  }

  private async goOn(): Promise<void> {
    if (this.stoppedAt === undefined) return;
    const { consumer } = this;
    [this.stoppedAt, this.consumer, this.share] = [undefined, undefined, InvalidShare.none()];
    await consumer?.close();
    this.parts.metrics.running(this.agency);
    this.logger.warn(`the submissions of ${this.agency} are taken again`);
    this.consumer = this.follow();
  }

  private stop(invalid: number): void {
    if (this.stoppedAt !== undefined) return;
    this.stoppedAt = invalid;
    this.parts.metrics.stopped(this.agency);
    this.logger.error(
      `the submissions of ${this.agency} are not taken any more: ${invalid} of its last 100 were invalid`,
    );
    void this.consumer?.close();
  }

  /** Whoever takes over from another exchange asks first, so that it goes on with nobody whom that one has stopped. */
  private async take(batch: ReceivedBatch): Promise<void> {
    await this.heedStop();
    for (const some of portions(batch.messages)) {
      if (this.stoppedAt !== undefined || batch.stale()) return;
      const settled = await this.settleAll(some, batch);
      await putAside(this.parts.producer, some, settled);
      await this.answer(settled);
      const shares = sharesAfter(this.share, settled);
      const tooMuch = shares.find(({ isTooMuch }) => isTooMuch);
      // Before the offset: a crash in between must not make a stop forgotten.
      if (tooMuch) await this.parts.stopped.stop(this.agency, tooMuch.invalid);
      await batch.commit(some.at(-1) as ReceivedMessage);
      [this.share, this.trouble] = [shares.at(-1) ?? this.share, undefined];
      for (const one of settled) this.count(one);
      if (tooMuch) this.stop(tooMuch.invalid);
    }
  }

  private async heedStop(): Promise<void> {
    const invalid = (await this.parts.stopped.all()).get(this.agency);
    if (invalid !== undefined) this.stop(invalid);
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
    this.parts.metrics.settled(this.agency, verdict);
    if (verdict.outcome !== 'recorded')
      this.logger.warn(`${place.topic} ${place.offset}: ${verdict.outcome}, ${verdict.problem.code}`);
  }

  /** Said once, however long it lasts. */
  private wait(reason: string): void {
    if (this.trouble !== reason) this.logger.warn(`the submissions of ${this.agency} wait: ${reason}`);
    this.trouble = reason;
  }
}

/** The share after each of them. */
const sharesAfter = (before: InvalidShare, settled: readonly Settled[]): readonly InvalidShare[] => {
  let share = before;
  return settled.map(({ verdict }) => (share = share.after(verdict.outcome === 'recorded' ? 'valid' : 'invalid')));
};
