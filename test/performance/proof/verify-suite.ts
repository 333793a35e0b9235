import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { judge, verifyGoals, verifyMemoryGoal } from '../goals.js';
import type { Options } from '../options.js';
import type { Outcome, Row } from '../result.js';
import { median, quantile } from '../rounds.js';
import { type LongBundle, writeLongBundle } from './long-bundle.js';
import { rawVerification } from './raw-verification.js';

interface Verified {
  readonly ok: boolean;
  readonly findings: readonly object[];
  readonly statements: number;
  readonly seconds: number;
  readonly mebibytes: number;
}

const run = promisify(execFile);
/** What is signed of an event of 1 KiB, in bytes. */
const signedBytes = 1_470;

/** Verifies an auditor's bundle as its command does, in turn with signatures that are verified for nothing, and looks at the memory. */
export async function verifySuite(options: Options): Promise<Outcome> {
  const events = options.events ?? 100_000;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-proof-'));
  try {
    const bundle = await writeLongBundle(folder, events);
    const raw: number[] = [];
    const ours: Verified[] = [];
    for (let round = 0; round < options.rounds; round++) {
      raw.push(await rawVerification({ messageBytes: signedBytes, seconds: options.seconds }));
      ours.push(await verified(bundle));
    }
    const rows = [
      rowOf('raw', raw),
      rowOf(
        'ours',
        ours.map(({ statements, seconds }) => statements / seconds),
      ),
    ];
    const peak = Math.max(...ours.map(({ mebibytes }) => mebibytes));
    const memory = {
      goal: `the process that verifies ${events} events occupies ≤ ${verifyMemoryGoal} MiB`,
      unit: 'MiB',
      measured: peak,
      met: peak <= verifyMemoryGoal,
    } as const;
    const notes = [`an auditor's bundle of ${events} events; raw: one thread on each processor, and nothing else`];
    return { versions: {}, rows, notMeasured: [], goals: [...judge(verifyGoals, rows), memory], notes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function verified({ file, trustFile }: LongBundle): Promise<Verified> {
  const child = join(import.meta.dirname, 'verify-process.js');
  const { stdout } = await run(process.execPath, [child, file, trustFile]);
  const result = JSON.parse(stdout) as Verified;
  if (!result.ok) throw new Error(`a sound bundle was not: ${JSON.stringify(result.findings)}`);
  return result;
}

/** Rates are of whole runs, so a single operation is an event of one of them. */
const rowOf = (variant: string, rates: readonly number[]): Row => ({
  case: 'verify.bundle',
  variant,
  perSecond: median(rates),
  p50: 1000 / quantile(rates, 0.5),
  p99: 1000 / quantile(rates, 0),
});
