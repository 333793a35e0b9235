import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { KafkaCluster } from '#libs/testing';

import { seeded } from '../chaos/seeded.js';
import { type BlowKind, underBlows } from './blows.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/** In small; `npm run chaos -- kafka` does the same in earnest. */
const small: Readonly<Record<BlowKind, { readonly events: number; readonly blows: number }>> = {
  exchange: { events: 2000, blows: 5 },
  brokers: { events: 1200, blows: 2 },
  leader: { events: 1200, blows: 2 },
};

function itSurvives(kind: BlowKind, cluster: () => KafkaCluster): void {
  it(`nothing is missing, nothing is out of order, and what comes twice is the same when ${kind} is killed under load`, async () => {
    const report = await underBlows(cluster(), { kind, ...small[kind], random: seeded(seed) });
    expect(report).toMatchObject({ faults: [] });
    expect(report.published).toBeGreaterThan(report.recorded / 4);
  });
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
