import { setTimeout as pause } from 'node:timers/promises';

import kafkajs from 'kafkajs';

import { topicName } from '#libs/kafka';
import type { KafkaCluster } from '#libs/testing';

import { type ExchangeProcess } from './exchange-process.js';
import { mixedHistory } from './mixed-history.js';
import { PublishedLedger } from './published-ledger.js';
import { TopicReader } from './topic-reader.js';

/** What is struck: the exchange is killed; all brokers are killed and restarted; one of several is killed, so that leaders move. */
export type BlowKind = 'exchange' | 'brokers' | 'leader';

export interface BlowsOptions {
  readonly kind: BlowKind;
  readonly events: number;
  readonly blows: number;
  readonly random: () => number;
}

/** What a run did, and everything that was wrong afterwards: nothing, or the software is broken. */
export interface BlowsReport {
  readonly kind: BlowKind;
  readonly recorded: number;
  readonly blows: number;
  readonly published: number;
  readonly duplicates: number;
  /** From the last blow until everything was read, in milliseconds. */
  readonly quiescentAfter: number;
  readonly faults: readonly string[];
}

/** Records events while blows fall at random instants, and holds what a subscriber has read at the end against what he should have. */
export async function underBlows(cluster: KafkaCluster, options: BlowsOptions): Promise<BlowsReport> {
  const { kind, events, blows, random } = options;
  const ledger = await PublishedLedger.open(cluster.addresses);
  await ledger.makeTopics();
  const reader = new TopicReader();
  reader.read(ledger.client, topicName('publicEvents'));
  const expected = [0, 1];
  const target = { cluster, ledger, random, exchange: await ledger.exchange() };
  for (let n = 0; n < blows; n++) {
    const count = Math.floor(events / blows);
    const { stated, publicPositions } = mixedHistory(count, ledger.statements.entries.length, n, random);
    expected.push(...publicPositions);
    const recording = ledger.statements.addTo(ledger.store, ...stated);
    await pause(random() * 1000);
    await strike[kind](target);
    await recording;
  }
  const last = performance.now();
  const complete = await reader.until(expected.length);
  const quiescentAfter = Math.round(performance.now() - last);
  const late = complete ? [] : [await whoIsLate(target, reader, expected.length)];
  await target.exchange.stop();
  await Promise.all([reader.close(), ledger.close()]);
  return {
    ...{ kind, recorded: ledger.statements.entries.length, blows, published: reader.positions.length },
    ...{ duplicates: reader.duplicates, quiescentAfter },
    faults: [...reader.faults, ...late, ...differences(expected, reader.positions)],
  };
}

/** Whether what is missing was not published, or has not come to this reader. */
async function whoIsLate({ exchange, ledger }: Target, reader: TopicReader, count: number): Promise<string> {
  const said = await (await fetch(`${exchange.url}/readyz`)).text();
  const newcomer = new TopicReader();
  newcomer.read(ledger.client, topicName('publicEvents'));
  await newcomer.until(count, 10_000);
  await newcomer.close();
  const found = `a new reader finds ${newcomer.positions.length} of ${count}`;
  return `late: ${found}; the reader: ${reader.complaint ?? 'well'}; the exchange: ${said.slice(0, 2000)}`;
}

interface Target {
  readonly cluster: KafkaCluster;
  readonly ledger: PublishedLedger;
  readonly random: () => number;
  exchange: ExchangeProcess;
}

const strike: Readonly<Record<BlowKind, (target: Target) => Promise<void>>> = {
  exchange: async (target) => {
    await target.exchange.kill();
    target.exchange = await target.ledger.exchange();
  },
  brokers: async ({ cluster, random }) => {
    await cluster.kill();
    await pause(random() * 1000);
    await cluster.restart();
  },
  leader: async ({ cluster, random }) => {
    const struck = cluster.brokers[Math.floor(random() * cluster.brokers.length)];
    await struck?.end('SIGKILL');
    await pause(random() * 2000);
    struck?.launch();
    await struck?.ready();
    await inSyncAgain(cluster);
  },
};

/** With two of three brokers gone nothing could be acknowledged, which is as it should be, and not what is tried here. */
async function inSyncAgain(cluster: KafkaCluster): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [...cluster.addresses], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  const inSync = async (): Promise<boolean> => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topicName('publicEvents')] });
    return topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === cluster.brokers.length));
  };
  while (!(await inSync().catch(() => false))) await pause(100);
  await admin.disconnect();
}

function differences(expected: readonly number[], read: readonly number[]): string[] {
  const there = new Set(read);
  const wanted = new Set(expected);
  const missing = expected.filter((position) => !there.has(position));
  const strange = read.filter((position) => !wanted.has(position));
  return [
    ...(missing.length > 0 ? [`${missing.length} are missing, the first is ${Math.min(...missing)}`] : []),
    ...(strange.length > 0 ? [`${strange.length} should not be there, the first is ${Math.min(...strange)}`] : []),
  ];
}
