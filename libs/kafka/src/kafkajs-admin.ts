import { type Admin, type Kafka } from 'kafkajs';

import { KafkaAdmin, type NewTopic, type PartitionSpan } from './kafka-client.js';
import { brokerError } from './kafkajs-errors.js';
import { Connected, PerTopic } from './per-topic.js';

export class KafkaJsAdmin extends KafkaAdmin {
  private readonly admins: PerTopic<Admin>;

  constructor(kafka: Kafka) {
    super();
    this.admins = new PerTopic(() => new Connected(kafka.admin()));
  }

  topics(): Promise<readonly string[]> {
    return this.ask((admin) => admin.listTopics());
  }

  async create(topics: readonly NewTopic[]): Promise<void> {
    const there = await this.topics();
    const wanted = topics.filter(({ name }) => !there.includes(name));
    if (wanted.length === 0) return;
    await this.ask((admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: wanted.map(({ name, partitions, settings = {} }) => ({
          topic: name,
          numPartitions: partitions,
          replicationFactor: -1,
          configEntries: Object.entries(settings).map(([entry, value]) => ({ name: entry, value })),
        })),
      }),
    );
  }

  async spans(topic: string): Promise<readonly PartitionSpan[]> {
    const found = await this.ask((admin) => admin.fetchTopicOffsets(topic), topic);
    return found
      .map(({ partition, low, high }) => ({ partition, from: Number(low), next: Number(high) }))
      .sort((a, b) => a.partition - b.partition);
  }

  async empty(topic: string): Promise<void> {
    const full = (await this.spans(topic)).filter(({ from, next }) => from < next);
    if (full.length === 0) return;
    const partitions = full.map(({ partition, next }) => ({ partition, offset: String(next) }));
    await this.ask((admin) => admin.deleteTopicRecords({ topic, partitions }), topic);
  }

  close(): Promise<void> {
    return this.admins.close();
  }

  private async ask<T>(question: (admin: Admin) => Promise<T>, topic = ''): Promise<T> {
    try {
      return await this.admins.ask(topic, question);
    } catch (error) {
      throw brokerError(error);
    }
  }
}
