import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { KafkaCluster } from '#libs/testing';

import { seeded } from '../chaos/seeded.js';
import { type BlowKind, underBlows } from './blows.js';

const { SEED, KAFKA_CHAOS_EVENTS = '2000', KAFKA_CHAOS_KILLS = '5' } = process.env;
const seed = Number(SEED ?? Date.now() % 1_000_000);

/** In small unless told; `npm run chaos -- kafka` does it in earnest. To end a broker takes longer than to end the exchange. */
const [events, kills] = [Number(KAFKA_CHAOS_EVENTS), Number(KAFKA_CHAOS_KILLS)];
const few = { events: Math.max(1200, events / 10), blows: Math.max(2, Math.ceil(kills / 10)) };
const amounts: Readonly<Record<BlowKind, { readonly events: number; readonly blows: number }>> = {
  exchange: { events, blows: kills },
  brokers: few,
  leader: few,
};
const patience = 300_000 + kills * 20_000;

function itSurvives(kind: BlowKind, cluster: () => KafkaCluster): void {
  it(
    `nothing is missing, nothing is out of order, and what comes twice is the same when ${kind} is killed under load`,
    async () => {
      const report = await underBlows(cluster(), { kind, ...amounts[kind], random: seeded(seed) });
      process.stdout.write(`${JSON.stringify(report)}\n`);
      expect(report).toMatchObject({ faults: [] });
      expect(report.published).toBeGreaterThan(report.recorded / 4);
      expect(report.quiescentAfter).toBeLessThan(60_000);
    },
    patience,
  );
}

describe(`what is published under blows to one broker (seed ${seed})`, () => {
  let cluster: KafkaCluster;
  beforeAll(async () => (cluster = await KafkaCluster.start()));
  afterAll(() => cluster.stop());

  itSurvives('exchange', () => cluster);
});

describe(`what is published under blows to the brokers themselves (seed ${seed})`, () => {
  let cluster: KafkaCluster;
  beforeAll(async () => (cluster = await KafkaCluster.start()));
  afterAll(() => cluster.stop());

  itSurvives('brokers', () => cluster);
});

describe(`what is published under blows to one of three brokers (seed ${seed})`, () => {
  let cluster: KafkaCluster;
  beforeAll(async () => (cluster = await KafkaCluster.start(3)));
  afterAll(() => cluster.stop());

  itSurvives('leader', () => cluster);
});
