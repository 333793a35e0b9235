import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { type Kafka, startKafka } from '#libs/testing';

import type { Outcome } from './result.js';

// What `npm run bench` runs, but for the build, which comes before these suites: others are running what it would write.
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { bench: string } };
const command = scripts.bench.split(' && ').slice(1).join(' && ');
const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-spec-'));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

describe('the benchmark of Kafka', () => {
  let kafka: Kafka | undefined;
  afterAll(async () => {
    await kafka?.stop();
    rmSync(folder, { recursive: true });
  });

  const bench = async (...args: string[]): Promise<Ended> => {
    kafka = await startKafka();
    const PATH = `${resolve('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    const env = { ...process.env, PATH, KAFKA_BROKERS: kafka.brokers.join(',') };
    const child = spawn(`${command} ${args.join(' ')}`, { shell: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    return new Promise((done) => child.once('close', (status) => done({ status, out, err })));
  };

  it('holds the exchange against a bare producer, in one run', async () => {
    const small = ['--rounds', '1', '--events', '2000', '--out', join(folder, 'kafka.json')];
    const { out, err, status } = await bench('kafka', '--json', '--cases', 'publish', ...small);
    expect([status, status === 0 ? '' : err]).toEqual([0, '']);
    const { rows, goals } = JSON.parse(out) as Outcome;
    expect(rows.map((row) => [row.case, row.variant])).toEqual([
      ['publish', 'raw'],
      ['publish', 'ours'],
    ]);
    for (const { perSecond, p50 } of rows) expect([perSecond > 100, p50 > 0]).toEqual([true, true]);
    const [raw = Number.NaN, ours = Number.NaN] = rows.map(({ perSecond }) => perSecond);
    expect(goals).toHaveLength(1);
    expect(goals[0]?.measured).toBeCloseTo(ours / raw, 5);
  });
});
