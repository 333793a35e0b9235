import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { type KafkaClient, openKafka, topicName } from '#libs/kafka';

import type { Options } from '../options.js';
import type { Judged, Row } from '../result.js';
import { BenchAgency, type Needs, type Sealed } from './bench-agency.js';

/** Submissions a second, evenly: what several agencies together will hardly ever send. */
const rate = 100;
/** Milliseconds in which 99 of 100 receipts are to be there. */
const goal = 1000;
const warmUp = 3 * rate;
const command = 'dist/apps/ledger/src/main.js';

export const submissionCase = `submission.${rate}`;

/**
 * From the moment an agency puts a submission on its topic until it can read the receipt, at a steady rate: broker, `ledger up` with its
 * PostgreSQL, and the agency on one machine. The receipt says that the event is durable.
 */
export async function submissionReceipts(brokers: readonly string[], { rounds, seconds }: Options): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  // The database's own user must be able to pass through when root runs this.
  chmodSync(folder, 0o711);
  const env = {
    ...process.env,
    LEDGER_HOME: join(folder, 'home'),
    KAFKA_BROKERS: brokers.join(','),
    LOG_LEVEL: 'error',
  };
  const ledger = spawn(process.execPath, [command, 'up', '--port', '0', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await addressOf(ledger);
    const args = [command, 'agency', 'add', 'bench', '--out', join(folder, 'bench.jwk'), '--json'];
    const added = execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...env, LEDGER_URL: url } });
    const agency = new BenchAgency(JSON.parse(added) as Needs);
    const count = warmUp + Math.max(Math.ceil(rounds * seconds * rate), 5 * rate);
    const sealed = await Promise.all(Array.from({ length: count }, (_, n) => agency.submission(n)));
    const client = openKafka({ brokers, clientId: 'bench' });
    const latencies = (await measure(client, sealed)).slice(warmUp).sort((a, b) => a - b);
    const at = (share: number): number => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
    return { case: submissionCase, variant: 'ours', perSecond: rate, p50: at(0.5), p99: at(0.99) };
  } finally {
    await ended(ledger);
    rmSync(folder, { recursive: true, force: true });
  }
}

export const submissionGoal = ({ p99 }: Row): Judged => ({
  goal: `${submissionCase}/ours p99 ≤ ${goal} ms`,
  unit: 'ms',
  measured: p99,
  met: p99 <= goal,
});

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout !== null)
    for await (const line of createInterface({ input: stdout })) {
      const url = /"url":"([^"]+)"/.exec(line)?.[1];
      if (url !== undefined) return url;
    }
  throw new Error('the ledger ended before it served');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** Milliseconds to the receipt of each, in the order they were sent. */
async function measure(client: KafkaClient, sealed: readonly Sealed[]): Promise<number[]> {
  const sentAt: number[] = [];
  const took = new Map<number, number>();
  const producer = client.producer();
  const consumer = client.consumer({ group: `bench.${process.pid}`, waitAtMost: 20 });
  consumer.start([topicName('receipts', 'bench')], async (batch) => {
    const now = performance.now();
    for (const { headers } of batch.messages) {
      const n = Number(headers['ce_subject']);
      if (!took.has(n)) took.set(n, now - (sentAt[n] ?? now));
    }
    const last = batch.messages.at(-1);
    if (last !== undefined) await batch.commit(last);
  });
  while (consumer.complaint !== undefined) await pause(20);
  const from = performance.now();
  await Promise.all(
    sealed.map(async ({ value, headers }, n) => {
      await pause(from + (n * 1000) / rate - performance.now());
      sentAt[n] = performance.now();
      await producer.send(topicName('submissions', 'bench'), [{ key: 'bench', value, headers }]);
    }),
  );
  while (took.size < sealed.length) await pause(20);
  await consumer.close();
  await producer.close();
  return sealed.map((_, n) => took.get(n) ?? Number.NaN);
}
