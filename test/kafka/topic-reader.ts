import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { KafkaClient, KafkaConsumer, ReceivedMessage } from '#libs/kafka';

interface Seen {
  readonly position: number;
  readonly value: string;
}

/**
 * A subscriber as one should be: he drops what he has seen, by source and id, and holds everything else against what he was promised. He
 * remembers what he has read when he changes to another broker.
 */
export class TopicReader {
  /** What was not as promised. */
  readonly faults: string[] = [];
  readonly messages: ReceivedMessage[] = [];
  duplicates = 0;
  private readonly seen = new Map<string, Seen>();
  private readonly last = new Map<string, number>();
  private consumer: KafkaConsumer | undefined;

  /** Reads a topic from its beginning. */
  read(client: KafkaClient, topic: string): void {
    const consumer = client.consumer({ group: `public.reader-${randomBytes(6).toString('hex')}`, waitAtMost: 50 });
    this.consumer = consumer;
    consumer.start([topic], async (batch) => {
      for (const message of batch.messages) this.take(message);
      const last = batch.messages.at(-1);
      if (last) await batch.commit(last);
    });
  }

  async close(): Promise<void> {
    await this.consumer?.close();
  }

  get complaint(): string | undefined {
    return this.consumer?.complaint;
  }

  /** Positions of everything read, once each, ascending. */
  get positions(): readonly number[] {
    return [...this.seen.values()].map(({ position }) => position).sort((a, b) => a - b);
  }

  /** Waits until so many different events have been read, or nothing new has come for so long. Answers whether they have. */
  async until(count: number, patience = 120_000): Promise<boolean> {
    let [last, since] = [-1, performance.now()];
    while (this.seen.size < count) {
      if (this.seen.size !== last) [last, since] = [this.seen.size, performance.now()];
      if (performance.now() - since > patience) return false;
      await pause(20);
    }
    return true;
  }

  private take(message: ReceivedMessage): void {
    const { headers, key = '' } = message;
    const value = Buffer.from(message.value ?? []).toString();
    const position = Number(headers['ce_position']);
    const name = `${headers['ce_source']} ${headers['ce_id']}`;
    const before = this.seen.get(name);
    if (before) {
      this.duplicates += 1;
      if (before.position !== position || before.value !== value) this.faults.push(`${name} came with other bytes`);
      return;
    }
    const previous = this.last.get(key);
    if (headers['ce_prevposition'] !== (previous === undefined ? undefined : String(previous)))
      this.faults.push(`${key}: ${position} says it follows ${headers['ce_prevposition']}, read was ${previous}`);
    if (previous !== undefined && position <= previous) this.faults.push(`${key}: ${position} came after ${previous}`);
    this.last.set(key, position);
    this.seen.set(name, { position, value });
    this.messages.push(message);
  }
}
