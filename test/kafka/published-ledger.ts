import { type EventStore, openPostgresEventStore } from '#libs/event-store';
import { allTopics, type KafkaAdmin, type KafkaClient, openKafka } from '#libs/kafka';
import { freshDatabase, Statements } from '#libs/testing';

import { ExchangeProcess } from './exchange-process.js';

/** A ledger's store with the databases of an exchange, and a Kafka that it publishes to. */
export class PublishedLedger {
  readonly client: KafkaClient;
  private readonly admin: KafkaAdmin;

  private constructor(
    readonly brokers: readonly string[],
    readonly store: EventStore,
    readonly statements: Statements,
    readonly urls: { readonly events: string; readonly progress: string },
  ) {
    this.client = openKafka({ brokers, clientId: 'test' });
    this.admin = this.client.admin();
  }

  /** A ledger of two events; no topic is made yet. */
  static async open(brokers: readonly string[]): Promise<PublishedLedger> {
    const urls = { events: await freshDatabase('events'), progress: await freshDatabase('exchange') };
    const store = await openPostgresEventStore(urls.events, { as: 'writer', pollEvery: 200 });
    const statements = await Statements.founded();
    await statements.addTo(store);
    return new PublishedLedger(brokers, store, statements, urls);
  }

  get environment(): Record<string, string> {
    return {
      EVENT_STORE_URL: this.urls.events,
      EXCHANGE_URL: this.urls.progress,
      KAFKA_BROKERS: this.brokers.join(','),
    };
  }

  /** Makes the topics for everyone, and for these agencies. */
  async makeTopics(agencies: readonly string[] = []): Promise<void> {
    await this.admin.create(allTopics(agencies));
  }

  exchange(more: Readonly<Record<string, string>> = {}): Promise<ExchangeProcess> {
    return ExchangeProcess.start({ ...this.environment, ...more });
  }

  async close(): Promise<void> {
    await this.admin.close();
    await this.store.close();
  }
}
