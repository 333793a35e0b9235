import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One row of a suite: what was done, by what, and how fast. Latencies in milliseconds. */
export interface Row {
  readonly case: string;
  readonly variant: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** What is measured: `run` does one operation and resolves when it is durable. */
export interface Contender {
  readonly variant: string;
  run(n: number): Promise<unknown>;
}

export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

interface Round {
  readonly perSecond: number;
  readonly latencies: number[];
}

/** Numbers of operations never come twice, whatever round they belong to. */
let next = 0;

async function round(contender: Contender, callers: number, seconds: number): Promise<Round> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const caller = async (): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      await contender.run(next++);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: latencies.length / ((performance.now() - began) / 1000), latencies };
}

/** Rounds of all contenders in turn, so that what else the machine does falls on all of them; medians over the rounds. */
export async function compare(
  name: string,
  callers: number,
  contenders: readonly Contender[],
  { rounds, seconds }: Effort,
): Promise<Row[]> {
  const results = contenders.map((): Round[] => []);
  for (const contender of contenders) await round(contender, callers, seconds / 2);
  for (let n = 0; n < rounds; n++) {
    for (const [index, contender] of contenders.entries())
      results[index]?.push(await round(contender, callers, seconds));
  }
  return contenders.map(({ variant }, index) => {
    const own = results[index] ?? [];
    const latencies = own.flatMap((one) => one.latencies);
    const perSecond = quantile(
      own.map((one) => one.perSecond),
      0.5,
    );
    return { case: name, variant, perSecond, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  });
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** What the figures hold for. */
export function surroundings(): { machine: string; versions: Record<string, string> } {
  const [first] = cpus();
  const machine = `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`;
  const driver = JSON.parse(readFileSync('node_modules/postgres/package.json', 'utf8')) as { version: string };
  return {
    machine,
    versions: { node: process.versions.node, openssl: process.versions.openssl, 'postgres.js': driver.version },
  };
}

/** The rows as text, each with its ratio to the variant `raw` of the same case. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const raw = rows.find((other) => other.case === row.case && other.variant === 'raw');
    const ratio = raw === undefined ? '' : (row.perSecond / raw.perSecond).toFixed(2);
    return [row.case, row.variant, row.perSecond.toFixed(0), row.p50.toFixed(2), row.p99.toFixed(2), ratio];
  });
  return [['case', 'variant', 'per second', 'p50 ms', 'p99 ms', '× raw'], ...lines]
    .map((cells) => cells.map((cell, column) => (column < 2 ? cell.padEnd(12) : cell.padStart(11))).join(''))
    .join('\n');
}
