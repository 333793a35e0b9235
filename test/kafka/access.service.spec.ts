import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { allTopics, type KafkaClient, type KafkaConsumer, openKafka, topicName } from '#libs/kafka';
import { keysStream } from '#libs/ledger';
import { KafkaCluster, type KafkaUser, MemorySigner } from '#libs/testing';

import { exchangeSecret } from '../e2e/agencies.js';
import { receiptIn, Watched } from '../exchange/agency-topics.js';
import { runDeployScript } from './deploy-script.js';
import type { ExchangeProcess } from './exchange-process.js';
import { PublishedLedger } from './published-ledger.js';
import { TopicReader } from './topic-reader.js';
import { standingOf, until } from './until.js';

const everyone = topicName('publicEvents');
const [exchangeUser, labour, migration, stranger]: readonly KafkaUser[] = [
  ...['exchange', 'labour', 'migration', 'stranger'].map((name) => ({ name, password: `of-${name}` })),
];
const users = [exchangeUser, labour, migration, stranger].filter((user) => user !== undefined);

describe('brokers that ask who one is, with the topics and rules of deploy/kafka-topics.sh', () => {
  let kafka: KafkaCluster;
  let ledger: PublishedLedger;
  let exchange: ExchangeProcess;
  const login = (user: KafkaUser | undefined): KafkaClient =>
    openKafka({
      ...{ brokers: kafka.addresses, clientId: 'test', tls: { authority: kafka.authority ?? '' } },
      login: { mechanism: 'scram-sha-256', username: user?.name ?? '', password: user?.password ?? '' },
    });

  beforeAll(async () => {
    kafka = await KafkaCluster.start(1, { users });
    ledger = await PublishedLedger.open(kafka.addresses);
    const { kid, publicJwk } = new MemorySigner();
    const added = { kid, jwk: { ...publicJwk }, purpose: 'agency', agency: 'labour', source: 'urn:agency:labour' };
    await ledger.statements.addTo(ledger.store, { stream: keysStream, type: 'KeyAdded', data: added });
    const authority = join(process.env['LEDGER_TEST_RUN'] ?? '', 'kafka-authority.pem');
    writeFileSync(authority, kafka.authority ?? '');
    const tools = [
      'security.protocol=SASL_SSL',
      'sasl.mechanism=PLAIN',
      'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="operator" password="operator-of-tests";',
      ...['ssl.truststore.type=PEM', `ssl.truststore.location=${authority}`],
    ];
    const { status, said } = await runDeployScript([kafka.addresses[0] ?? '', 'labour', 'migration'], tools.join('\n'));
    expect([status, status === 0 ? '' : said]).toEqual([0, '']);
    exchange = await ledger.exchange({
      ...{ KAFKA_TLS: 'yes', KAFKA_TLS_CA: authority, KAFKA_SASL: 'scram-sha-256' },
      ...{ KAFKA_USERNAME: 'exchange', KAFKA_PASSWORD: exchangeUser?.password ?? '' },
      // What is submitted here is settled without a registry.
      ...{ EXCHANGE_SECRET: exchangeSecret, REGISTRY_URL: 'http://127.0.0.1:9' },
    });
  });
  afterAll(async () => {
    await exchange.stop();
    await ledger.close();
    await kafka.stop();
  });

  it('have exactly the topics of the table', async () => {
    const admin = login({ name: 'operator', password: 'operator-of-tests' }).admin();
    const made = (await admin.topics()).filter((name) => name.startsWith('ledger.'));
    const expected = allTopics(['labour', 'migration']);
    expect([...made].sort()).toEqual(expected.map(({ name }) => name).sort());
    for (const { name, partitions } of expected) expect(await admin.spans(name)).toHaveLength(partitions);
    await admin.close();
  });

  it('let the exchange publish, and say of agencies without a topic that there is none', async () => {
    await until(async () => (await standingOf(exchange, everyone)) === 'following');
    await until(async () => (await standingOf(exchange, topicName('agencyEvents', 'labour'))) === 'following');
    expect(await standingOf(exchange, topicName('agencyEvents', 'drugs-and-crime'))).toBe('BROKER_REFUSED');
  });

  it('let anybody who is known read what everyone may read', async () => {
    const reader = new TopicReader();
    reader.read(login(stranger), everyone);
    expect(await reader.until(3)).toBe(true);
    await reader.close();
    expect(reader.faults).toEqual([]);
  });

  it('let an agency read its own topic and no other agency’s, and nobody but the exchange write events', async () => {
    const own = topicName('agencyEvents', 'labour');
    const complaintOf = async (user: KafkaUser | undefined, group: string): Promise<string | undefined> => {
      const consumer: KafkaConsumer = login(user).consumer({ group });
      consumer.start([own], () => Promise.resolve());
      await until(() => consumer.complaint === undefined || /refuse/.test(consumer.complaint));
      const { complaint } = consumer;
      await consumer.close();
      return complaint;
    };
    expect(await complaintOf(labour, 'labour.reading')).toBeUndefined();
    expect(await complaintOf(migration, 'migration.reading')).toMatch(/^The Kafka brokers refuse/);
    for (const user of [labour, stranger]) {
      const producer = login(user).producer();
      const message = { key: 'communication-KHM-1-2025', value: Buffer.from('{}'), headers: {} };
      for (const topic of [own, everyone])
        await expect(producer.send(topic, [message])).rejects.toMatchObject({ code: 'BROKER_REFUSED' });
      await producer.close();
    }
  });

  it('let the exchange take what an agency submits, answer it, put it aside and hand it over again', async () => {
    const receipts = new Watched(login(labour), [topicName('receipts', 'labour')], { group: 'labour.receipts' });
    const producer = login(labour).producer();
    const nothing = { key: 'labour', value: new Uint8Array(), headers: { ce_source: '\0', ce_id: 'a-1' } };
    await producer.send(topicName('submissions', 'labour'), [nothing]);
    await expect(producer.send(topicName('submissions', 'migration'), [nothing])).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
    });
    await producer.close();
    const [receipt] = (await receipts.until(1)).map(receiptIn);
    expect(receipt).toMatchObject({ outcome: 'rejected', problem: { code: 'SUBMISSION_MISDIRECTED' } });
    await receipts.close();
    const redriven = await fetch(`${exchange.url}/v1/exchange/redrives`, {
      ...{ method: 'POST', body: '{}' },
      headers: { 'ledger-exchange': exchangeSecret, 'content-type': 'application/json', 'idempotency-key': 'again' },
    });
    expect([redriven.status, await redriven.json()]).toEqual([200, { recorded: 0, refused: 0, rejected: 1 }]);
  });

  it('refuse an exchange with a wrong password, which says so and goes on asking', async () => {
    const wrong = await ledger.exchange({
      ...{ KAFKA_TLS: 'yes', KAFKA_TLS_CA: join(process.env['LEDGER_TEST_RUN'] ?? '', 'kafka-authority.pem') },
      ...{ KAFKA_SASL: 'plain', KAFKA_USERNAME: 'exchange', KAFKA_PASSWORD: 'not-the-password' },
    });
    await until(async () => (await standingOf(wrong, everyone)) === 'BROKER_REFUSED');
    expect((await fetch(`${wrong.url}/healthz`)).status).toBe(200);
    expect(wrong.log()).not.toContain('not-the-password');
    await wrong.stop();
  });
});
