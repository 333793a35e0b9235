import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { type KafkaClient, openKafka, topicName } from '#libs/kafka';
import {
  LedgerProcess,
  type Message,
  startKafka,
  SubmittingAgency,
  type SubmitsTo,
  temporaryHome,
} from '#libs/testing';

import type { Options } from '../options.js';
import type { Judged, Row } from '../result.js';

/** Submissions a second, evenly: what several agencies together will hardly ever send. */
const rate = 100;
/** Milliseconds in which 99 of 100 receipts are to be there. */
const goal = 1000;
const warmUp = 2 * rate;

export const submissionCase = 'submission.receipt';

/**
 * From the moment an agency puts a submission on its topic until it can read the receipt, at a steady rate: broker, exchange, registry,
 * PostgreSQL and agency on one machine. The receipt says that the event is durable.
 */
export async function submissionReceipts({ rounds, seconds }: Options): Promise<Row> {
  const kafka = await startKafka();
  const home = temporaryHome();
  const secret = { EXCHANGE_SECRET: 'the-secret-of-exchange-in-the-bench', KAFKA_BROKERS: kafka.brokers.join(',') };
  const ledger = await LedgerProcess.start(home, undefined, { ...secret, LOG_LEVEL: 'error' });
  try {
    const agency = await addAgency(ledger, home);
    const client = openKafka({ brokers: kafka.brokers, clientId: 'bench' });
    const count = warmUp + Math.max(Math.ceil(rounds * seconds * rate), 5 * rate);
    const messages = await Promise.all(Array.from({ length: count }, (_, n) => messageOf(agency, n)));
    const latencies = (await measure(client, agency, messages)).slice(warmUp).sort((a, b) => a - b);
    const at = (share: number): number => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
    return { case: submissionCase, variant: 'ours', perSecond: rate, p50: at(0.5), p99: at(0.99) };
  } finally {
    await ledger.stop();
    await kafka.stop();
  }
}

export const submissionGoal = ({ p99 }: Row): Judged => ({
  goal: `${submissionCase} at ${rate}/s: p99 ≤ ${goal} ms, as a share of it`,
  unit: '×',
  measured: p99 / goal,
  met: p99 <= goal,
});

async function addAgency(ledger: LedgerProcess, home: string): Promise<SubmittingAgency> {
  const keyFile = join(home, '..', 'bench.jwk');
  const args = ['dist/apps/ledger/src/main.js', 'agency', 'add', 'bench', '--out', keyFile, '--json'];
  const env = { ...process.env, LEDGER_URL: ledger.url, LEDGER_HOME: home };
  const needs = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env })) as SubmitsTo & {
    readonly source: string;
  };
  return new SubmittingAgency('bench', needs.source, await KeyFileSigner.open(keyFile, new SystemEntropy()), needs);
}

const messageOf = (agency: SubmittingAgency, n: number): Promise<Message> =>
  agency.message({
    id: `bench-${n}`,
    type: 'FollowUpRecorded',
    data: {
      ...{ on: '2025-06-18', audience: 'staff', kind: 'visit', references: [], addressees: ['KHM'], language: 'en' },
      ...{ text: 'x'.repeat(600), recommendation: null, observation: null, documents: [] },
    },
  });

/** Milliseconds to the receipt of each, in the order they were sent. */
async function measure(
  client: KafkaClient,
  { name, topic }: SubmittingAgency,
  messages: readonly Message[],
): Promise<number[]> {
  const sentAt: number[] = [];
  const took: number[] = [];
  const producer = client.producer();
  const consumer = client.consumer({ group: `bench.${process.pid}`, waitAtMost: 20 });
  consumer.start([topicName('receipts', name)], async (batch) => {
    const now = performance.now();
    for (const { headers } of batch.messages) {
      const n = Number(headers['ce_subject']?.slice('bench-'.length));
      took[n] ??= now - (sentAt[n] ?? now);
    }
    const last = batch.messages.at(-1);
    if (last !== undefined) await batch.commit(last);
  });
  const from = performance.now();
  const sending = messages.map(async ({ source, id, text }, n) => {
    await pause(from + (n * 1000) / rate - performance.now());
    sentAt[n] = performance.now();
    const headers = { ce_source: source, ce_id: id };
    await producer.send(topic, [{ key: id, value: Buffer.from(text), headers }]);
  });
  await Promise.all(sending);
  while (Object.keys(took).length < messages.length) await pause(20);
  await consumer.close();
  await producer.close();
  return took;
}
