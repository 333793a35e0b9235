import { spawnSync } from 'node:child_process';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';

import { allTopics, openKafka, type ReceivedMessage, topicName } from '#libs/kafka';
import { type Kafka, kafkaTools, startKafka } from '#libs/testing';

import { until } from './until.js';

const topic = topicName('submissions', 'strange');
const mark = 'NOTHING';

describe('what other programs can put on a topic that the exchange reads', () => {
  let kafka: Kafka;
  const found: ReceivedMessage[] = [];
  const valueOf = (n: number): string => Buffer.from(found[n]?.value ?? []).toString();

  /** By Kafka's own producer, which can say that a header or a value is not there, and packs as it is told. */
  const produce = (packing: string, line: string): void => {
    const properties = ['parse.headers=true', `null.marker=${mark}`].map((each) => `--property ${each}`).join(' ');
    const command = `${kafkaTools()['kafka-console-producer.sh']} --bootstrap-server ${kafka.brokers[0]} --topic ${topic}`;
    const { status, stderr } = spawnSync('bash', ['-c', `${command} --compression-codec ${packing} ${properties}`], {
      input: `${line}\n`,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('ERROR')]);
  };

  beforeAll(async () => {
    kafka = await startKafka();
    const client = openKafka({ brokers: kafka.brokers, clientId: 'test' });
    const admin = client.admin();
    await admin.create(allTopics(['strange']));
    await admin.close();
    const consumer = client.consumer({ group: `strange.${process.pid}`, waitAtMost: 20 });
    consumer.start([topic], async (batch) => {
      found.push(...batch.messages);
      const last = batch.messages.at(-1);
      if (last !== undefined) await batch.commit(last);
    });
    closeLater = () => consumer.close();
  });
  let closeLater: () => Promise<void>;
  afterAll(async () => {
    await closeLater();
    await kafka.stop();
  });

  it('is read when a header or the value is not there', async () => {
    produce('none', `ce_id:${mark},ce_source:urn:x\tfirst`);
    produce('none', `ce_id:x-1\t${mark}`);
    await until(() => found.length === 2);
    expect([found[0]?.headers, valueOf(0)]).toEqual([{ ce_source: 'urn:x' }, 'first']);
    expect([found[1]?.headers, found[1]?.value]).toEqual([{ ce_id: 'x-1' }, undefined]);
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('is read however it was packed: %s', async (packing) => {
    const before = found.length;
    produce(packing, `ce_id:${packing}\t${'much of the same '.repeat(1000)}`);
    await until(() => found.length > before);
    expect(found.at(-1)?.headers).toEqual({ ce_id: packing });
    expect(valueOf(before)).toContain('much of the same much');
  });

  it('is refused by the brokers when it is larger unpacked than they take', () => {
    expect(() => produce('gzip', `ce_id:bomb\t${'0'.repeat(3_000_000)}`)).toThrow(/RecordTooLarge|larger than/);
  });

  it('keeps nothing from those behind it when it has more headers than anybody needs', async () => {
    const before = found.length;
    const producer = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).producer();
    await producer.connect();
    const names = Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [n.toString(36), '']));
    const same = Array.from({ length: 100_000 }, (_, n) => (n === 99_999 ? 'the last' : ''));
    for (const headers of [names, { ce_id: same }, { ce_id: 'behind' }])
      await producer.send({ topic, messages: [{ value: 'many', headers }] });
    await producer.disconnect();
    const began = performance.now();
    await until(() => found.length === before + 3);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(found.slice(before + 1).map(({ headers }) => headers)).toEqual([{ ce_id: 'the last' }, { ce_id: 'behind' }]);
  });
});
