import { spawnSync } from 'node:child_process';

interface KafkaChaosOptions {
  readonly events: string;
  readonly kills: string;
  readonly seed: string;
}

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

/**
 * Events published while the exchange, the brokers, and one of three brokers are killed at random instants, and submissions taken while the
 * registry is: the suites that also run in small, since the launcher of the brokers is the tests' own. Answers with their exit status.
 */
export function kafkaChaos({ events, kills, seed }: KafkaChaosOptions): number {
  const { status } = spawnSync(
    process.execPath,
    [...jest, '-c', 'jest.services.config.js', '-w', '1', 'test/kafka/blows', 'test/exchange/registry-kills'],
    {
      stdio: 'inherit',
      env: { ...process.env, KAFKA_CHAOS_EVENTS: events, KAFKA_CHAOS_KILLS: kills, SEED: seed },
    },
  );
  return status ?? 1;
}
