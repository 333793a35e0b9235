import { setTimeout as pause } from 'node:timers/promises';

import { type KafkaClient, type KafkaConsumer, openKafka, type ReceivedMessage, topicName } from '#libs/kafka';
import type { Message, SubmittingAgency } from '#libs/testing';

/** A receipt as an agency reads it. */
export interface Receipt {
  readonly source: string;
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly outcome: 'recorded' | 'refused' | 'rejected';
  readonly events?: readonly { readonly eventId: string; readonly position: number; readonly statement: string }[];
  readonly problem?: { readonly code: string };
}

let groups = 0;

/** What is remembered of messages; values of a topic may be more than there is room for. */
interface Keeping {
  readonly values?: 'kept' | 'dropped';
  /** The reader's group; one of its own unless told. */
  readonly group?: string;
}

/** Everything on some topics, from their beginning, as it comes. */
export class Watched {
  readonly messages: ReceivedMessage[] = [];
  private readonly consumer: KafkaConsumer;

  constructor(client: KafkaClient, topics: readonly string[], { values = 'kept', group }: Keeping = {}) {
    this.consumer = client.consumer({ group: group ?? `test.${process.pid}.${groups++}`, waitAtMost: 20 });
    this.consumer.start(topics, async (batch) => {
      const dropped = (message: ReceivedMessage): ReceivedMessage => ({ ...message, value: undefined });
      this.messages.push(...(values === 'kept' ? batch.messages : batch.messages.map(dropped)));
      const last = batch.messages.at(-1);
      if (last !== undefined) await batch.commit(last);
    });
  }

  /** Waits until there are so many that satisfy. */
  async until(count: number, isOne: (message: ReceivedMessage) => boolean = () => true): Promise<ReceivedMessage[]> {
    for (;;) {
      const found = this.messages.filter(isOne);
      if (found.length >= count) return found;
      await pause(20);
    }
  }

  close(): Promise<void> {
    return this.consumer.close();
  }
}

export const receiptIn = ({ value }: ReceivedMessage): Receipt =>
  JSON.parse(Buffer.from(value ?? []).toString()) as Receipt;

interface Sent {
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The topics as an agency and an operator see them. */
export class AgencyTopics {
  readonly client: KafkaClient;
  private readonly producer;
  private readonly opened: Watched[] = [];

  constructor(brokers: readonly string[]) {
    this.client = openKafka({ brokers, clientId: 'test' });
    this.producer = this.client.producer();
  }

  /** Puts messages on an agency's topic of submissions. */
  async submit({ topic }: SubmittingAgency, messages: readonly Message[]): Promise<void> {
    await this.send(
      topic,
      messages.map(({ source, id, text }) => ({ value: Buffer.from(text), headers: { ce_source: source, ce_id: id } })),
    );
  }

  /** Puts anything on a topic. */
  async send(topic: string, messages: readonly Sent[]): Promise<void> {
    let [some, bytes] = [[] as Sent[], 0];
    for (const message of messages) {
      if (some.length === 100 || (bytes + message.value.length > 200_000 && some.length > 0)) {
        await this.sendTogether(topic, some);
        [some, bytes] = [[], 0];
      }
      some.push(message);
      bytes += message.value.length;
    }
    await this.sendTogether(topic, some);
  }

  /** Brokers that have just made a topic may not know yet which of them leads it; nothing was taken then. */
  private async sendTogether(topic: string, messages: readonly Sent[]): Promise<void> {
    for (let attempt = 1; ; attempt++)
      try {
        return await this.producer.send(
          topic,
          messages.map((message) => ({ key: 'test', ...message })),
        );
      } catch (error) {
        if (attempt === 20 || !String(error).includes('not the leader')) throw error;
        await pause(250);
      }
  }

  receipts({ name }: SubmittingAgency): Watched {
    return this.watch(topicName('receipts', name));
  }

  deadLetters(): Watched {
    return this.watch(topicName('deadLetters'));
  }

  watch(topic: string, keeping?: Keeping): Watched {
    const watched = new Watched(this.client, [topic], keeping);
    this.opened.push(watched);
    return watched;
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((watched) => watched.close()));
    await this.producer.close();
  }
}
