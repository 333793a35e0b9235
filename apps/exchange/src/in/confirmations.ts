import { randomUUID } from 'node:crypto';

import { Logger } from '@nestjs/common';

import type { EventStore } from '#libs/event-store';
import { type KafkaClient, type KafkaConsumer, type ReceivedBatch, topicName } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';

import { agencyKeys } from './agencies-on-record.js';
import { type Confirmation, type Known, readConfirmation } from './confirmation.js';
import type { ReceivingMetrics } from './receiving-metrics.js';

interface Parts {
  readonly kafka: KafkaClient;
  readonly store: EventStore;
  readonly metrics: ReceivingMetrics;
  readonly origin: string;
}

/**
 * How far each agency has confirmed to have read. The topic, which is kept for ever, is where confirmations are kept: each process reads it
 * from its beginning, as a member of a group of its own.
 */
export class Confirmations {
  private readonly logger = new Logger('exchange');
  private readonly latest = new Map<string, Confirmation>();
  private readonly consumer: KafkaConsumer;

  constructor(private readonly parts: Parts) {
    this.consumer = parts.kafka.consumer({ group: `ledger-exchange.consumption.${randomUUID()}` });
    this.consumer.start([topicName('consumption')], (batch) => this.take(batch));
  }

  get complaint(): string | undefined {
    return this.consumer.complaint;
  }

  /** One for each agency and topic. */
  get all(): readonly Confirmation[] {
    return [...this.latest.values()];
  }

  close(): Promise<void> {
    return this.consumer.close();
  }

  private async take(batch: ReceivedBatch): Promise<void> {
    const { store, origin } = this.parts;
    const known: Known = { origin, size: await store.size(), keys: await agencyKeys(store) };
    for (const { value, offset } of batch.messages)
      try {
        this.keep(await readConfirmation(value, known));
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        this.parts.metrics.notConfirmed(error.code);
        this.logger.warn(`a confirmation was not accepted: ${error.code}, offset ${offset}`);
      }
    const last = batch.messages.at(-1);
    if (last !== undefined) await batch.commit(last);
  }

  /** An agency that starts again confirms less; what it has confirmed once stands. */
  private keep(confirmation: Confirmation): void {
    const { agency, topic, position } = confirmation;
    const before = this.latest.get(`${agency} ${topic}`)?.position ?? -1;
    if (position <= before) return;
    this.latest.set(`${agency} ${topic}`, confirmation);
    this.parts.metrics.confirmed(agency, topic, position);
  }
}
