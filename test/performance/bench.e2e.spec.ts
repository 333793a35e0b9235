import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { freshDatabase } from '#libs/testing';
import type { Outcome } from './result.js';

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

type Printed = Outcome & { readonly suite: string; readonly machine: string; readonly conditions: string };

// What `npm run bench` runs, but for the build, which `npm test` has done: others are running what it would write.
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { bench: string } };
const command = scripts.bench.split(' && ').slice(1).join(' && ');

let url = '';
const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-spec-'));
const file = join(folder, 'results', 'store.json');

beforeAll(async () => {
  url = await freshDatabase('bench_spec');
});
afterAll(() => rmSync(folder, { recursive: true }));

function bench(...args: string[]): Promise<Ended> {
  const PATH = `${resolve('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH, POSTGRES_URL: url, KURRENTDB_URL: '' };
  const child = spawn(`${command} ${args.join(' ')}`, { shell: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((done) => child.once('close', (status) => done({ status, out, err })));
}

const small = ['--rounds', '1', '--seconds', '0.2', '--events', '1000', '--out', file];

describe('the benchmark of the store', () => {
  let ended: Ended;
  let printed: Printed;

  beforeAll(async () => {
    ended = await bench('store', '--json', '--callers', '1,4', ...small);
    if (ended.status === 0) printed = JSON.parse(ended.out) as Printed;
  }, 120_000);

  it('runs to its end', () => expect({ ...ended, out: '' }).toMatchObject({ status: 0 }));

  it('prints a row for every case and every variant that could be measured', () => {
    const cases = ['append.1', 'append.4', 'append.batch100', 'read.all', 'read.stream'];
    const missing = printed.notMeasured.map(({ variant }) => variant);
    const variants = ['raw', 'emmett', 'message-db', 'kurrentdb', 'unsigned', 'signed', 'sealed'];
    const expected = cases.flatMap((name) =>
      variants.filter((variant) => !missing.includes(variant)).map((variant) => `${name} ${variant}`),
    );
    expect(printed.rows.map((row) => `${row.case} ${row.variant}`)).toEqual(expected);
    expect(missing.filter((variant) => variant !== 'emmett')).toEqual(['kurrentdb']);
  });

  it('gives each row a rate and two latencies, and nothing else', () => {
    for (const row of printed.rows) {
      expect(Object.keys(row)).toEqual(['case', 'variant', 'perSecond', 'p50', 'p99']);
      expect(row.perSecond).toBeGreaterThan(0);
      expect(row.p50).toBeGreaterThan(0);
      expect(row.p99).toBeGreaterThanOrEqual(row.p50);
    }
  });

  it('names the machine, how busy it was, and the versions the figures hold for', () => {
    expect(printed).toMatchObject({ suite: 'store', machine: expect.stringContaining('GiB') });
    expect(printed.conditions).toMatch(/medians of 1 interleaved rounds of 0\.2 s; a load of [\d.]+ on \d+ processors/);
    expect(Object.keys(printed.versions)).toEqual(
      expect.arrayContaining(['node', 'openssl', 'postgres.js', 'postgresql', 'message-db']),
    );
  });

  it('judges the goals it measured and says of the others that it did not', () => {
    const measured = printed.goals.filter((goal) => goal.measured !== null).map(({ goal }) => goal);
    expect(measured.length).toBeGreaterThanOrEqual(4);
    expect(printed.goals.find(({ goal }) => goal.includes('kurrentdb'))).toMatchObject({ measured: null, met: null });
  });

  it('writes the same beside', () => expect(readFileSync(file, 'utf8')).toBe(ended.out));

  it('leaves no database behind on a server that was lent', async () => {
    const sql = postgres(url, { max: 1 });
    expect(await sql`SELECT datname FROM pg_database WHERE datname ~ '^bench_(raw|ledger|keys|message)'`).toEqual([]);
    await sql.end();
  });
});

describe('the benchmark', () => {
  it('prints a table of ratios with the goals below it', async () => {
    const args = ['--variants', 'raw,signed,kurrentdb', '--cases', 'append.1,read.all', ...small];
    const { out, status } = await bench('store', ...args);
    expect(status).toBe(0);
    expect(out).toMatch(/^append\.1 +raw +[\d.]+ +[\d.]+ +[\d.]+ +1\.00$/m);
    expect(out).toMatch(/^append\.1 +kurrentdb +not measured$/m);
    expect(out).toMatch(
      /^goal append\.1\/signed ≥ 0\.75 × append\.1\/raw: [\d.]+ ×, (not )?met; moonshot 0\.85 (not )?met$/m,
    );
    expect(out).toContain('kurrentdb is not measured: KURRENTDB_URL is not set');
  }, 120_000);

  it('watches how far the process grows while events are recorded and read', async () => {
    const { out, status } = await bench('memory', '--json', '--events', '2000', '--out', join(folder, 'memory.json'));
    expect(status).toBe(0);
    const { rows, goals } = JSON.parse(out) as Printed;
    expect(rows.map((row) => row.case)).toEqual(['append.batch100', 'read.all']);
    expect(goals.map(({ unit, measured }) => [unit, typeof measured])).toEqual([
      ['MiB', 'number'],
      ['MiB', 'number'],
    ]);
  }, 120_000);

  it('has a registry make bundles of two ledgers, and grow no further than it may', async () => {
    const args = ['--json', '--events', '1000', '--out', join(folder, 'bundle.json')];
    const { out, err, status } = await bench('bundle', ...args);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
    const { rows, goals } = JSON.parse(out) as Printed;
    const cases = [200, 1000].flatMap((events) => [`bundle.addressee.${events}`, `bundle.auditor.${events}`]);
    expect(rows.map((row) => row.case)).toEqual(cases);
    expect(goals.map(({ unit, met }) => [unit, met])).toEqual(cases.map(() => ['MiB', true]));
  }, 300_000);

  it('verifies a long bundle beside signatures that are verified for nothing', async () => {
    const { out, status } = await bench('verify', '--json', ...small, '--out', join(folder, 'verify.json'));
    expect(status).toBe(0);
    const { rows, goals } = JSON.parse(out) as Printed;
    expect(rows.map((row) => `${row.case} ${row.variant}`)).toEqual(['verify.bundle raw', 'verify.bundle ours']);
    expect(rows.every(({ perSecond }) => perSecond > 0)).toBe(true);
    expect(goals.map(({ unit, measured }) => [unit, typeof measured])).toEqual([
      ['×', 'number'],
      ['MiB', 'number'],
    ]);
  }, 120_000);

  it('takes commands to a whole registry in a process of its own, and to routes that store nothing', async () => {
    const args = ['--json', '--callers', '1,4', ...small, '--out', join(folder, 'http.json')];
    const { out, status } = await bench('http', ...args);
    expect(status).toBe(0);
    const { rows, goals } = JSON.parse(out) as Printed;
    const cases = ['reminder.1', 'reminder.4', 'letter.1', 'letter.4'];
    const expected = cases.flatMap((name) => [`${name} raw`, `${name} ours`]);
    expect(rows.map((row) => `${row.case} ${row.variant}`)).toEqual(expected);
    expect(rows.every(({ perSecond, p50, p99 }) => perSecond > 0 && p50 > 0 && p99 >= p50)).toBe(true);
    expect(goals.map(({ goal }) => goal)).toEqual([
      'reminder.32/ours ≥ 0.5 × reminder.32/raw',
      'letter.32/ours ≥ 0.5 × letter.32/raw',
    ]);
  }, 120_000);

  it('has a notary catch up with a ledger and prove its events, and verifies an auditor’s bundle', async () => {
    const args = ['--json', '--events', '2000', '--rounds', '1', '--out', join(folder, 'proof.json')];
    const { out, err, status } = await bench('proof', ...args);
    expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
    const { rows, goals } = JSON.parse(out) as Printed;
    expect(rows.map((row) => `${row.case} ${row.variant}`)).toEqual([
      'notary.catch-up ours',
      'proof.1 ours',
      'verify.bundle raw',
      'verify.bundle ours',
    ]);
    expect(goals.map(({ unit, measured }) => [unit, typeof measured])).toEqual([
      ['a second', 'number'],
      ['ms', 'number'],
      ['s', 'number'],
      ['×', 'number'],
      ['MiB', 'number'],
    ]);
  }, 180_000);

  it.each([
    [['store', '--variants', 'paper'], 'There is no variant "paper"; there is: raw, emmett'],
    [['store', '--cases', 'append.2'], 'There is no case "append.2"'],
    [['stores'], 'There is no suite "stores"; there is: store, http, kafka, proof, bundle, verify, memory'],
    [['store', '--rounds', '0'], '--rounds must be a number above 0'],
  ])('refuses %j with one sentence', async (args, sentence) => {
    const { status, out, err } = await bench(...args);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
