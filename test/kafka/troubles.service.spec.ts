import { spawnSync } from 'node:child_process';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';

import { topicName } from '#libs/kafka';
import { KafkaCluster } from '#libs/testing';

import { seeded } from '../chaos/seeded.js';
import { type ExchangeProcess } from './exchange-process.js';
import { mixedHistory } from './mixed-history.js';
import { PublishedLedger } from './published-ledger.js';
import { TopicReader } from './topic-reader.js';
import { actingAt, standingOf, until } from './until.js';

const everyone = topicName('publicEvents');
const random = seeded(7);

describe('an exchange whose brokers are in trouble', () => {
  let kafka: KafkaCluster;
  let ledger: PublishedLedger;
  let exchange: ExchangeProcess;
  const reader = new TopicReader();
  const expected = [0, 1];
  const record = async (count: number, name: number): Promise<void> => {
    const { stated, publicPositions } = mixedHistory(count, ledger.statements.entries.length, name, random);
    expected.push(...publicPositions);
    await ledger.statements.addTo(ledger.store, ...stated);
  };
  const standsAt = (standing: string): Promise<void> =>
    until(async () => (await standingOf(exchange, everyone)) === standing);
  const hasRead = async (): Promise<void> => {
    expect(await reader.until(expected.length)).toBe(true);
    expect([reader.positions, reader.faults]).toEqual([expected, []]);
  };

  beforeAll(async () => {
    kafka = await KafkaCluster.start();
    ledger = await PublishedLedger.open(kafka.addresses);
  });
  afterAll(async () => {
    await exchange.stop();
    await reader.close();
    await ledger.close();
    await kafka.stop();
  });

  it('starts without them and says so, waits for its topics, and then catches up', async () => {
    await kafka.kill();
    await record(300, 1);
    exchange = await ledger.exchange();
    await standsAt('BROKER_UNAVAILABLE');
    expect((await fetch(`${exchange.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${exchange.url}/readyz`)).status).toBe(503);
    await kafka.restart();
    await standsAt('TOPIC_MISSING');
    await ledger.makeTopics();
    await standsAt('following');
    reader.read(ledger.client, everyone);
    await hasRead();
  });

  it('stops when brokers that were wiped do not hold what was sent, until the topic is rebuilt; whoever reads ends where he was', async () => {
    await kafka.wipe();
    await ledger.makeTopics();
    await standsAt('TOPIC_INCOMPLETE');
    await record(200, 2);
    const { status, stdout } = spawnSync(process.execPath, ['dist/apps/exchange/src/main.js', 'rebuild', everyone], {
      env: { ...process.env, ...ledger.environment },
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, `${everyone} is sent again from the beginning of the ledger\n`]);
    await standsAt('following');
    await hasRead();
    const newcomer = new TopicReader();
    newcomer.read(ledger.client, everyone);
    expect(await newcomer.until(expected.length)).toBe(true);
    await newcomer.close();
    expect([newcomer.positions, newcomer.faults, newcomer.duplicates]).toEqual([expected, [], 0]);
  });

  it('sends a topic again for a publisher, once for each Idempotency-Key, and for nobody else', async () => {
    const publisher = await actingAt(exchange, 'publisher');
    const rebuild = (topic: string, key: string) => publisher.post('/v1/exchange/rebuilds', { topic }, key);
    const before = reader.duplicates;
    expect(await rebuild(everyone, 'first')).toMatchObject({ status: 202, json: { topic: everyone } });
    await until(() => reader.duplicates === before + expected.length);
    expect(await rebuild(everyone, 'first')).toMatchObject({ status: 202 });
    expect(await rebuild('ledger.events.nobody.v1', 'second')).toMatchObject({ status: 404 });
    const clerk = await actingAt(exchange, 'mandate_clerk');
    expect(await clerk.post('/v1/exchange/rebuilds', { topic: everyone }, 'x')).toMatchObject({ status: 403 });
    const after = reader.duplicates;
    await record(50, 3);
    await hasRead();
    expect(reader.duplicates).toBe(after);
  });

  it('stops before an event that is larger than its topic takes, names its position, and skips nothing', async () => {
    const admin = new kafkajs.Kafka({ brokers: [...kafka.addresses], logLevel: kafkajs.logLevel.NOTHING }).admin();
    const limit = (bytes: string) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: everyone,
            configEntries: [{ name: 'max.message.bytes', value: bytes }],
          },
        ],
      });
    await admin.connect();
    await limit('5000');
    await record(20, 4);
    const large = ledger.statements.entries.length;
    expected.push(large, large + 1);
    const heads = { stream: 'ledger-heads', type: 'HeadsRecorded' };
    await ledger.statements.addTo(ledger.store, { ...heads, data: { text: 'x'.repeat(20_000) } }, heads);
    await standsAt('MESSAGE_TOO_LARGE');
    const ready = await (await fetch(`${exchange.url}/readyz`)).text();
    expect(ready).toContain(`the event at position ${large}`);
    expect(reader.positions).not.toContain(large + 1);
    await limit('1048588');
    await admin.disconnect();
    await standsAt('following');
    await hasRead();
  });
});
