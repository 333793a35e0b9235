import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { type EmbeddedPostgres, type Entry, keepEmbeddedPostgres, openPostgresEventStore } from '#libs/event-store';
import { brokenWords, everything, faultsOf } from './held-against.js';
import { seeded } from './seeded.js';
import { WritingProcess } from './writing-process.js';

export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly callers: number;
}

/** What a run did, and everything that was wrong afterwards: nothing, or the software is broken. */
export interface ChaosReport {
  readonly seed: number;
  readonly kills: Readonly<Record<Blow, number>>;
  readonly acknowledged: number;
  readonly recorded: number;
  /** From the last blow until every caller had his answer and the follower had seen everything, in milliseconds. */
  readonly quiescentAfter: number;
  readonly faults: readonly string[];
}

const blows = ['writer', 'server', 'sessions', 'halt'] as const;
type Blow = (typeof blows)[number];

/** Two writer processes and a follower on one server, and random blows at random instants; then everything is held against what was said. */
export async function storeChaos({ kills, seed, callers }: ChaosOptions): Promise<ChaosReport> {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'ledger-chaos-'));
  chmodSync(folder, 0o711);
  const server = await keepEmbeddedPostgres(folder, () => undefined);
  const url = await server.url('ledger');
  const reader = await openPostgresEventStore(url, { pollEvery: 200 });
  const [seen, stop] = [[] as Entry[], new AbortController()];
  const following = (async () => {
    for await (const page of reader.follow(0, stop.signal)) seen.push(...page);
  })();
  const writers = ['one', 'two'].map((name) => new WritingProcess(url, name, callers));
  const counts = { writer: 0, server: 0, sessions: 0, halt: 0 };
  await pause(1000);
  for (let n = 0; n < kills; n++) {
    const blow = blowOf(random());
    counts[blow] += 1;
    await strike(blow, { url, server, writer: writers[Math.floor(random() * 2)] as WritingProcess, random });
    await pause(20 + random() * 400);
  }
  const last = performance.now();
  await Promise.all(writers.map((writer) => writer.finish()));
  const all = await everything(url);
  for (; seen.length < all.length && performance.now() - last < 60_000; await pause(20));
  const quiescentAfter = Math.round(performance.now() - last);
  stop.abort();
  await following;
  await reader.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);
  const faults = [...faultsOf(all, seen), ...writers.flatMap((writer) => brokenWords(all, writer))];
  if (quiescentAfter > 60_000) faults.push(`it took ${quiescentAfter} ms until everything was quiet`);
  return { seed, kills: counts, acknowledged, recorded: all.length, quiescentAfter, faults };
}

/** Nine in twenty hit a writer, nine the server; the rest are gentler. */
const blowOf = (random: number): Blow => blows[random < 0.45 ? 0 : random < 0.9 ? 1 : random < 0.95 ? 2 : 3];

interface Target {
  readonly url: string;
  readonly server: EmbeddedPostgres;
  readonly writer: WritingProcess;
  readonly random: () => number;
}

async function strike(blow: Blow, { url, server, writer, random }: Target): Promise<void> {
  switch (blow) {
    case 'writer':
      return writer.kill();
    case 'server':
      return signal([server.pid], 'SIGKILL');
    case 'sessions':
      return endSessions(url);
    case 'halt': {
      const all = [server.pid, ...childrenOf(server.pid)];
      signal(all, 'SIGSTOP');
      await pause(random() * 1000);
      return signal(all, 'SIGCONT');
    }
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // It has gone by itself meanwhile, which is what is being tried.
      if ((error as { code?: unknown }).code !== 'ESRCH') throw error;
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

async function endSessions(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  const half = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'ledger' AND random() < 0.5`;
  await sql.unsafe(half).catch(() => undefined);
  await sql.end({ timeout: 1 });
}
