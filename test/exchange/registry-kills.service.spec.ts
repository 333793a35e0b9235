import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Kafka, startKafka } from '#libs/testing';

import { busyFactor } from '../chaos/busy.js';
import { seeded } from '../chaos/seeded.js';
import { underRegistryKills } from './registry-kills.js';

const { SEED, KAFKA_CHAOS_EVENTS = '2000', KAFKA_CHAOS_KILLS = '4' } = process.env;
const seed = Number(SEED ?? Date.now() % 1_000_000);

/** In small unless told; `npm run chaos -- kafka` does it in earnest. */
const [submissions, kills] = [Math.ceil(Number(KAFKA_CHAOS_EVENTS) / 10), Number(KAFKA_CHAOS_KILLS)];

describe(`a registry that is killed alone, while the exchange runs apart (seed ${seed})`, () => {
  let kafka: Kafka;
  beforeAll(async () => (kafka = await startKafka()));
  afterAll(() => kafka.stop());

  it(
    'is said to be away and waited for: nothing is lost or doubled, and all goes on by itself',
    async () => {
      const { brokers } = kafka;
      const report = await underRegistryKills({ brokers, submissions, kills, random: seeded(seed) });
      process.stdout.write(`${JSON.stringify(report)}\n`);
      expect(report).toMatchObject({ kills, said: kills, faults: [] });
      expect(report.submitted).toBeGreaterThanOrEqual(submissions + kills);
      expect(report.published).toBeGreaterThan(0);
      expect(report.quiescentAfter).toBeLessThan(60_000 * busyFactor());
    },
    300_000 + kills * 20_000,
  );
});
