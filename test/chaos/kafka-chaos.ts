import { KafkaCluster } from '#libs/testing';

import { type BlowKind, type BlowsReport, underBlows } from '../kafka/blows.js';
import { seeded } from './seeded.js';

export interface KafkaChaosOptions {
  /** Recorded under the blows to the exchange; a tenth of them under those to brokers. */
  readonly events: number;
  /** How often the exchange is killed; a tenth as often the brokers. */
  readonly kills: number;
  readonly seed: number;
}

/** What is published while the exchange, the brokers, and one of three brokers are killed at random instants, each on brokers of its own. */
export async function kafkaChaos({ events, kills, seed }: KafkaChaosOptions): Promise<readonly BlowsReport[]> {
  const few = { events: Math.ceil(events / 10), blows: Math.ceil(kills / 10) };
  const runs: readonly (readonly [BlowKind, 1 | 3, { readonly events: number; readonly blows: number }])[] = [
    ['exchange', 1, { events, blows: kills }],
    ['brokers', 1, few],
    ['leader', 3, few],
  ];
  const reports: BlowsReport[] = [];
  for (const [kind, size, amount] of runs) {
    const cluster = await KafkaCluster.start(size);
    try {
      reports.push(await underBlows(cluster, { kind, ...amount, random: seeded(seed) }));
    } finally {
      await cluster.stop();
    }
  }
  return reports;
}
