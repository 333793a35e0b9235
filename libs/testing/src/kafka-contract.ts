import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { KafkaClient, KafkaConsumer, KafkaMessage, KafkaSettings, ReceivedMessage } from '#libs/kafka';

import { type Kafka, startKafka } from './kafka.js';

type Open = (settings: KafkaSettings) => KafkaClient;

const message = (key: string, value: string, headers: Record<string, string> = {}): KafkaMessage => ({
  key,
  value: Buffer.from(value),
  headers,
});

const textOf = ({ value }: { readonly value: Uint8Array | undefined }): string => Buffer.from(value ?? []).toString();

/** Waits until `done` says so, for as long as the suite may take. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await pause(10);
}

/** A name that no other test has. */
const fresh = (what: string): string => `${what}-${randomBytes(6).toString('hex')}`;

/** What any client behind the port must do. `open` is asked for a way to the Kafka of the suite. */
export function describeKafkaClient(name: string, open: Open): void {
  describe(`${name} as a Kafka client`, () => {
    let kafka: Kafka;
    let client: KafkaClient;
    beforeAll(async () => {
      kafka = await startKafka();
      client = open({ brokers: kafka.brokers, clientId: 'contract' });
    });
    afterAll(() => kafka.stop());

    const topic = async (partitions: number): Promise<string> => {
      const made = fresh('topic');
      const admin = client.admin();
      await admin.create([{ name: made, partitions }]);
      await admin.close();
      return made;
    };
    describeSending(() => client, topic);
    describeReceiving(() => client, topic);
    describeAdministration(() => client);
    describeRefusals(open, () => client);
  });
}

/** Everything on a topic from its beginning, once so many messages are there. */
async function readAll(client: KafkaClient, topic: string, count: number): Promise<ReceivedMessage[]> {
  const found: ReceivedMessage[] = [];
  const consumer = client.consumer({ group: fresh('group') });
  consumer.start([topic], async (batch) => {
    found.push(...batch.messages);
    const last = batch.messages.at(-1);
    if (last) await batch.commit(last);
  });
  await until(() => found.length >= count);
  await consumer.close();
  return found;
}

function describeSending(client: () => KafkaClient, topic: (partitions: number) => Promise<string>): void {
  it('brings keys, bytes and headers as they were sent, and each key in its order', async () => {
    const name = await topic(3);
    const bytes = Uint8Array.from([0, 255, 128, 10, 13]);
    const producer = client().producer();
    await producer.send(name, [{ key: 'é–1', value: bytes, headers: { ce_id: 'a', empty: '', wide: '漢字' } }]);
    const keys = ['a', 'b', 'c', 'd'];
    for (let round = 0; round < 20; round++)
      await producer.send(
        name,
        keys.flatMap((key) => [message(key, `${2 * round}`), message(key, `${2 * round + 1}`)]),
      );
    await producer.close();
    const found = await readAll(client(), name, 161);
    const first = found.find(({ key }) => key === 'é–1');
    expect(first).toMatchObject({ topic: name, headers: { ce_id: 'a', empty: '', wide: '漢字' } });
    expect([...(first?.value ?? [])]).toEqual([...bytes]);
    const inOrder = Array.from({ length: 40 }, (_, n) => String(n));
    for (const key of keys) expect(found.filter((each) => each.key === key).map(textOf)).toEqual(inOrder);
  });

  it('has made durable what it says it has sent', async () => {
    const name = await topic(2);
    const producer = client().producer();
    await producer.send(name, [message('one', '1'), message('two', '2'), message('three', '3')]);
    const admin = client().admin();
    const spans = await admin.spans(name);
    expect(spans.reduce((sum, { from, next }) => sum + next - from, 0)).toBe(3);
    await Promise.all([producer.close(), admin.close()]);
  });
}

function describeReceiving(client: () => KafkaClient, topic: (partitions: number) => Promise<string>): void {
  it('delivers again what was not committed, and never what was', async () => {
    const name = await topic(1);
    const producer = client().producer();
    await producer.send(
      name,
      Array.from({ length: 10 }, (_, n) => message('key', String(n))),
    );
    const group = fresh('group');
    const seen: string[] = [];
    const reading = (stopAfter: number): KafkaConsumer => {
      const consumer = client().consumer({ group });
      consumer.start([name], async (batch) => {
        for (const each of batch.messages) {
          if (seen.length === stopAfter || batch.stale()) return;
          seen.push(textOf(each));
          await batch.alive();
          await batch.commit(each);
        }
      });
      return consumer;
    };
    const first = reading(4);
    await until(() => seen.length === 4);
    await first.close();
    const second = reading(10);
    await until(() => seen.length === 10);
    await second.close();
    await producer.close();
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
  });

  describeFaultyHandling(client, topic);
}

function describeFaultyHandling(client: () => KafkaClient, topic: (partitions: number) => Promise<string>): void {
  it('delivers a message again when its handling failed, and then goes on', async () => {
    const name = await topic(1);
    const producer = client().producer();
    await producer.send(name, [message('key', 'first'), message('key', 'second')]);
    await producer.close();
    const seen: string[] = [];
    const consumer = client().consumer({ group: fresh('group') });
    consumer.start([name], async (batch) => {
      for (const each of batch.messages) {
        seen.push(textOf(each));
        if (seen.length === 1) throw new Error('the effect could not be made durable');
        await batch.commit(each);
      }
    });
    await until(() => seen.length === 3);
    expect(consumer.complaint).toBeUndefined();
    await consumer.close();
    expect(seen).toEqual(['first', 'first', 'second']);
  });

  it('brings whatever bytes others have put there, also without key, value or sense', async () => {
    const name = await topic(1);
    const producer = client().producer();
    const values = fc.sample(fc.uint8Array({ maxLength: 200 }), 50);
    await producer.send(
      name,
      values.map((value) => ({ key: '', value, headers: {} })),
    );
    await producer.close();
    expect((await readAll(client(), name, 50)).map(({ value }) => [...(value ?? [])])).toEqual(
      values.map((value) => [...value]),
    );
  });
}

function describeAdministration(client: () => KafkaClient): void {
  it('makes topics once, tells how far they go, and empties them', async () => {
    const [admin, producer] = [client().admin(), client().producer()];
    const name = fresh('topic');
    await admin.create([{ name, partitions: 2, settings: { 'retention.ms': '-1' } }]);
    await admin.create([{ name, partitions: 5 }]);
    expect(await admin.topics()).toContain(name);
    expect(await admin.spans(name)).toEqual([0, 1].map((partition) => ({ partition, from: 0, next: 0 })));
    await producer.send(name, [message('a', '1'), message('b', '2'), message('c', '3')]);
    await admin.empty(name);
    const spans = await admin.spans(name);
    expect(spans.map(({ from, next }) => next - from)).toEqual([0, 0]);
    expect(spans.reduce((sum, { next }) => sum + next, 0)).toBe(3);
    await Promise.all([admin.close(), producer.close()]);
  });
}

function describeRefusals(open: Open, client: () => KafkaClient): void {
  it('says that a topic is missing, which concerns no other topic, and finds it once it is there', async () => {
    const [admin, producer] = [client().admin(), client().producer()];
    const [name, other] = [fresh('topic'), fresh('topic')];
    await admin.create([{ name: other, partitions: 1 }]);
    await expect(producer.send(name, [message('a', '1')])).rejects.toMatchObject({ code: 'TOPIC_MISSING' });
    await expect(admin.spans(name)).rejects.toMatchObject({ code: 'TOPIC_MISSING' });
    await producer.send(other, [message('a', '1')]);
    expect(await admin.spans(other)).toEqual([{ partition: 0, from: 0, next: 1 }]);
    await admin.create([{ name, partitions: 1 }]);
    await producer.send(name, [message('a', '1')]);
    expect(await admin.spans(name)).toEqual([{ partition: 0, from: 0, next: 1 }]);
    await Promise.all([admin.close(), producer.close()]);
  });

  it('says that a message is larger than the topic takes, and sends smaller ones', async () => {
    const [admin, producer] = [client().admin(), client().producer()];
    const name = fresh('topic');
    await admin.create([{ name, partitions: 1, settings: { 'max.message.bytes': '2000' } }]);
    await expect(producer.send(name, [message('a', 'x'.repeat(5000))])).rejects.toMatchObject({
      code: 'MESSAGE_TOO_LARGE',
    });
    await producer.send(name, [message('a', 'small')]);
    await Promise.all([admin.close(), producer.close()]);
  });

  it('says that no broker answers, and a consumer waits for one', async () => {
    const nowhere = open({ brokers: ['127.0.0.1:1'], clientId: 'contract' });
    const [admin, producer, consumer] = [nowhere.admin(), nowhere.producer(), nowhere.consumer({ group: 'nobody' })];
    await expect(producer.send('any', [message('a', '1')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    await expect(admin.topics()).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    consumer.start(['any'], () => Promise.resolve());
    await until(() => /^The Kafka brokers cannot be used now/.test(consumer.complaint ?? ''));
    await Promise.all([admin.close(), producer.close(), consumer.close()]);
  });
}
