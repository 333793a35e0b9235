import postgres from 'postgres';
import { proofGoals } from '../goals.js';
import type { Options } from '../options.js';
import type { Judged, Outcome, Row } from '../result.js';
import { quantile } from '../rounds.js';
import { type Server, startServer } from '../store/server.js';
import { start } from './child.js';
import { filledStore } from './filled-store.js';
import { verifySuite } from './verify-suite.js';

interface NotarySaid {
  readonly url: string;
  readonly token: string;
  readonly size: number;
  /** From opening the store to serving. */
  readonly seconds: number;
  /** Of those, until the tree was there and compared with the guard. */
  readonly treeSeconds: number;
  readonly mebibytes: number;
}

interface Part {
  readonly rows: readonly Row[];
  readonly goals: readonly Judged[];
  readonly notes: readonly string[];
}

interface Bound {
  readonly is: 'least' | 'most';
  readonly figure: number;
}

const atLeast = (figure: number): Bound => ({ is: 'least', figure });
const atMost = (figure: number): Bound => ({ is: 'most', figure });

const proofs = 3000;
/** So many are asked for before: of a process that has only just begun its start would be timed. */
const warming = 500;

/** The notary on a ledger of a million events, and the verification of an auditor's bundle beside bare Ed25519. */
export async function proofSuite(options: Options): Promise<Outcome> {
  const server = await startServer();
  try {
    const events = options.events ?? 1_000_000;
    const parts = [await notaryPart(server, events), await verifySuite({ ...options, events })];
    return {
      versions: { postgresql: server.version },
      rows: parts.flatMap(({ rows }) => rows),
      notMeasured: [],
      goals: parts.flatMap(({ goals }) => goals),
      notes: parts.flatMap(({ notes }) => notes),
    };
  } finally {
    await server.end();
  }
}

async function notaryPart(server: Server, events: number): Promise<Part> {
  const url = await filledStore(server, events);
  process.stderr.write('the notary catches up\n');
  const first = await start<NotarySaid>('notary-process', url, server.folder);
  await first.end();
  const again = await start<NotarySaid>('notary-process', url, server.folder);
  const latencies = await prove(again.said, url).finally(() => again.end());
  const perSecond = first.said.size / first.said.treeSeconds;
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  const rate = latencies.length / (latencies.reduce((sum, one) => sum + one, 0) / 1000);
  const [whole, seconds] = [first.said.treeSeconds * 1000, again.said.seconds];
  return {
    rows: [
      { case: 'notary.catch-up', variant: 'ours', perSecond, p50: whole, p99: whole },
      { case: 'proof.1', variant: 'ours', perSecond: rate, p50, p99 },
    ],
    goals: [
      judged('a notary catches up', 'a second', perSecond, atLeast(proofGoals.catchUp)),
      judged(`p99 of a proof at ${events} events`, 'ms', p99, atMost(proofGoals.proof)),
      judged(`a notary of ${events} events serves after`, 's', seconds, atMost(proofGoals.start)),
    ],
    notes: [
      `the notary at its largest: ${first.said.mebibytes.toFixed(0)} MiB while it caught up, ${again.said.mebibytes.toFixed(0)} MiB after a start from its tiles`,
      `${latencies.length} proofs of events all over the ledger, one after the other, after ${warming} that were not counted`,
      `a start from tiles: the tree in ${again.said.treeSeconds.toFixed(2)} s, serving after ${seconds.toFixed(2)} s`,
    ],
  };
}

/** Proofs of events all over the ledger, one after the other, the warming ones left out; milliseconds of each. */
async function prove({ url, token }: NotarySaid, database: string): Promise<number[]> {
  const sql = postgres(database, { max: 1, onnotice: () => undefined });
  const rows = await sql.unsafe(
    `SELECT id FROM event ORDER BY sha256(position::text::bytea) LIMIT ${warming + proofs}`,
  );
  await sql.end();
  const headers = { authorization: `Bearer ${token}` };
  const latencies: number[] = [];
  for (const { id } of rows) {
    const began = performance.now();
    const answer = await fetch(`${url}/v1/events/${id}/proof`, { headers });
    const text = await answer.text();
    latencies.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`a proof was refused: ${text}`);
  }
  return latencies.slice(warming);
}

/** A goal that a figure reaches or stays below. */
const judged = (goal: string, unit: Judged['unit'], measured: number, bound: Bound): Judged => ({
  goal: `${goal} ${bound.is === 'least' ? '≥' : '≤'} ${bound.figure} ${unit}`,
  unit,
  measured,
  met: bound.is === 'least' ? measured >= bound.figure : measured <= bound.figure,
});
