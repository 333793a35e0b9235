import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs, { type SASLOptions } from 'kafkajs';

import { KafkaCluster } from './kafka/kafka-cluster.js';

const { Kafka, logLevel } = kafkajs;

const retry = { retries: 20, initialRetryTime: 100, maxRetryTime: 1000 };
const quiet = { logLevel: logLevel.NOTHING, retry };

async function topicsOf(client: InstanceType<typeof Kafka>): Promise<string[]> {
  const admin = client.admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

async function makeTopic(client: InstanceType<typeof Kafka>, topic: string, partitions = 1): Promise<void> {
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  await admin.disconnect();
}

/** Asks again for half a minute: the client may know of a broker that is gone longer than of the one in its place. */
async function patiently<T>(ask: () => Promise<T>, tries = 60): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (tries === 0) throw error;
    await pause(500);
    return patiently(ask, tries - 1);
  }
}

describe('a Kafka broker of the tests', () => {
  let cluster: KafkaCluster;
  beforeAll(async () => (cluster = await KafkaCluster.start()));
  afterAll(() => cluster.stop());

  it('has after a crash what it had before, and nothing once it was wiped', async () => {
    const client = new Kafka({ brokers: [...cluster.addresses], ...quiet });
    await makeTopic(client, 'kept');
    await cluster.restart();
    expect(await topicsOf(client)).toContain('kept');
    await cluster.wipe();
    expect(await topicsOf(client)).toEqual([]);
  });
});

describe('a secured Kafka broker of the tests', () => {
  const agency = { name: 'agency', password: 'of-the-agency' };
  let cluster: KafkaCluster;
  beforeAll(async () => (cluster = await KafkaCluster.start(1, { users: [agency] })));
  afterAll(() => cluster.stop());

  const as = (sasl: SASLOptions): InstanceType<typeof Kafka> =>
    new Kafka({ brokers: [...cluster.addresses], ...quiet, ssl: { ca: [cluster.authority ?? ''] }, sasl });

  it('takes its operator, shows a user nothing that no rule allows, and refuses a wrong password', async () => {
    const operator = { username: 'operator', password: 'operator-of-tests' };
    await makeTopic(as({ mechanism: 'scram-sha-256', ...operator }), 'closed');
    expect(await topicsOf(as({ mechanism: 'plain', ...operator }))).toEqual(['closed']);
    const known = { username: agency.name, password: agency.password };
    expect(await topicsOf(as({ mechanism: 'scram-sha-256', ...known }))).toEqual([]);
    await expect(topicsOf(as({ mechanism: 'plain', ...known, password: 'wrong' }))).rejects.toThrow(
      /[Aa]uthentication/,
    );
  });
});

describe('three Kafka brokers of the tests', () => {
  let cluster: KafkaCluster;
  beforeAll(async () => (cluster = await KafkaCluster.start(3)));
  afterAll(() => cluster.stop());

  it('go on when one of them is killed', async () => {
    const client = new Kafka({ brokers: [...cluster.addresses], ...quiet });
    await makeTopic(client, 'shared', 3);
    await cluster.brokers[0]?.end('SIGKILL');
    await patiently(() => makeTopic(client, 'later'));
    expect((await patiently(() => topicsOf(client))).sort()).toEqual(['later', 'shared']);
  });
});
