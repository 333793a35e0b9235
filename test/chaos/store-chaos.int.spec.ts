import { describe, expect, it } from '@jest/globals';
import { storeChaos } from './store-chaos.js';

describe('writers and server of the event store, killed at random instants under load', () => {
  it('leave every acknowledged event exactly once, without a gap, and show a follower all of them in order', async () => {
    const seed = Date.now() % 1_000_000;
    const report = await storeChaos({ kills: 12, seed, callers: 4 });
    process.stdout.write(`chaos: ${JSON.stringify(report)}\n`);
    expect(report.faults).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(50);
    expect(report.quiescentAfter).toBeLessThan(60_000);
  }, 180_000);
});
