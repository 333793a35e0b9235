import { setTimeout as pause } from 'node:timers/promises';

import { type EventStore, openPostgresEventStore } from '#libs/event-store';
import { type KafkaSettings, openKafka, topicName } from '#libs/kafka';

import { judge, kafkaGoals, latencyGoal } from '../goals.js';
import { chosen, type Options } from '../options.js';
import type { Judged, Outcome, Row } from '../result.js';
import { median, quantile } from '../rounds.js';
import { type Server, startServer } from '../store/server.js';
import { startBroker } from './broker.js';
import { untilConsumable } from './consumable.js';
import { publishOurs, publishRaw, startExchange } from './publishers.js';
import { PublishedEvents } from './published-events.js';
import { submissionCase, submissionGoal, submissionReceipts } from './submission-receipts.js';

const rate = 300;
const everyone = topicName('publicEvents');
const rawTopic = 'bench.raw';

interface Bench {
  readonly server: Server;
  readonly store: EventStore;
  readonly kafka: KafkaSettings;
  readonly events: PublishedEvents;
}

/** What the exchange publishes in a second, beside a producer that sends the same messages; and how long an event takes to a subscriber. */
export async function kafkaSuite(options: Options): Promise<Outcome> {
  const cases = chosen('case', options.cases, ['publish', `consumable.${rate}`, submissionCase]);
  const server = await startServer();
  const broker = await startBroker();
  const kafka = { brokers: broker.addresses, clientId: 'bench' };
  const store = await openPostgresEventStore(await server.database('events'), { as: 'writer' });
  try {
    const bench = { server, store, kafka, events: new PublishedEvents() };
    if (cases.some((name) => name !== submissionCase)) await bench.events.fill(store, options.events ?? 20_000);
    await makeTopics(kafka);
    const rows = cases.includes('publish') ? await publishing(bench, options) : [];
    const delays = cases.includes(`consumable.${rate}`) ? await delaysOf(bench, options) : [];
    const receipts = cases.includes(submissionCase) ? [await submissionReceipts(broker.addresses, options)] : [];
    const judged = [...judge(kafkaGoals, rows), ...delays.map(judgeLatency), ...receipts.map(submissionGoal)];
    return {
      versions: { postgresql: server.version },
      rows: [...rows, ...delays, ...receipts],
      notMeasured: [],
      goals: judged,
      notes,
    };
  } finally {
    await store.close();
    await broker.end();
    await server.end();
  }
}

const notes = [
  'publish: an operation is 1,000 messages; raw is a producer of kafkajs that sends the same messages, made beforehand, with acknowledgement of all.',
  'consumable: from the answer to an append until a subscriber has the message.',
  'submission: from an agency’s submission on its topic until it has the receipt, through `ledger up` in one process.',
];

async function makeTopics(kafka: KafkaSettings): Promise<void> {
  const admin = openKafka(kafka).admin();
  await admin.create([everyone, rawTopic].map((name) => ({ name, partitions: 12 })));
  await admin.close();
}

/** Rounds in turn, each with everything; after one round each that does not count. */
async function publishing({ server, store, kafka, events }: Bench, { rounds }: Options): Promise<Row[]> {
  const messages = events.messages();
  const seconds = { raw: [] as number[], ours: [] as number[] };
  for (let n = 0; n <= rounds; n++) {
    const progressUrl = await server.database(`progress_${n}`);
    const [raw, ours] = [
      await publishRaw(kafka, rawTopic, messages),
      await publishOurs({ store, kafka, progressUrl }, messages.length),
    ];
    process.stderr.write(`round ${n}: raw ${raw.toFixed(2)} s, ours ${ours.toFixed(2)} s\n`);
    if (n === 0) continue;
    seconds.raw.push(raw);
    seconds.ours.push(ours);
  }
  return (['raw', 'ours'] as const).map((variant) => {
    const each = seconds[variant].map((taken) => (taken * 1_000_000) / messages.length);
    const perSecond = median(seconds[variant].map((taken) => messages.length / taken));
    return { case: 'publish', variant, perSecond, p50: quantile(each, 0.5), p99: quantile(each, 0.99) };
  });
}

async function delaysOf({ server, store, kafka, events }: Bench, { seconds }: Options): Promise<Row[]> {
  const exchange = await startExchange({ store, kafka, progressUrl: await server.database('progress') });
  while (exchange.publishing.states.some(({ next }) => next < events.entries.length)) await pause(20);
  const latencies = await untilConsumable({ store, events, kafka, rate, seconds: Math.max(10, seconds) });
  await exchange.publishing.beforeApplicationShutdown();
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return [{ case: `consumable.${rate}`, variant: 'ours', perSecond: rate, p50, p99 }];
}

const judgeLatency = ({ case: name, p99 }: Row): Judged => ({
  goal: `${name}/ours p99 ≤ ${latencyGoal} ms`,
  unit: 'ms',
  measured: p99,
  met: p99 <= latencyGoal,
});
