import { bundleMemoryGoal } from '../goals.js';
import type { Options } from '../options.js';
import type { Judged, Outcome, Row } from '../result.js';
import { type Server, startServer } from '../store/server.js';
import { start } from '../proof/child.js';
import { letteredStore } from './lettered-store.js';

interface Made {
  readonly bytes: number;
  readonly seconds: number;
  /** MiB. */
  readonly growth: number;
}

const audiences = ['addressee', 'auditor'] as const;

/** Bundles of a short ledger and of one five times as long, each made by a registry of its own: how fast, and how far it grows meanwhile. */
export async function bundleSuite(options: Options): Promise<Outcome> {
  const events = options.events ?? 99_900;
  const [short, long] = [await measured(Math.ceil(events / 5)), await measured(events)];
  const parts = [...short.parts, ...long.parts];
  return {
    versions: { postgresql: long.version },
    rows: parts.map(({ row }) => row),
    notMeasured: [],
    goals: parts.map(({ goal }) => goal),
    notes: parts.map(({ note }) => note),
  };
}

/** Each ledger has a server and keys of its own. */
async function measured(events: number): Promise<{ readonly version: string; readonly parts: readonly Part[] }> {
  const server = await startServer();
  try {
    return { version: server.version, parts: await partsOf(server, events) };
  } finally {
    await server.end();
  }
}

interface Part {
  readonly row: Row;
  readonly goal: Judged;
  readonly note: string;
}

async function partsOf(server: Server, events: number): Promise<readonly Part[]> {
  process.stderr.write(`recording ${events} events\n`);
  const store = await letteredStore(server, events);
  const notary = await start<{ url: string }>('notary-process', store.events, server.folder);
  const parts: Part[] = [];
  for (const audience of audiences) {
    process.stderr.write(`making the bundle of ${events} events for the audience ${audience}\n`);
    const own = [store.events, store.keys, server.folder, notary.said.url, audience];
    const made = await start<Made>('../bundle/bundle-process', ...own);
    parts.push(judged(audience, events, made.said));
    await made.end();
  }
  await notary.end();
  return parts;
}

function judged(audience: string, events: number, { bytes, seconds, growth }: Made): Part {
  const [whole, name] = [seconds * 1000, `bundle.${audience}.${events}`];
  return {
    row: { case: name, variant: 'ours', perSecond: events / seconds, p50: whole, p99: whole },
    goal: {
      goal: `making ${name} grows the registry by ≤ ${bundleMemoryGoal} MiB`,
      unit: 'MiB',
      measured: growth,
      met: growth <= bundleMemoryGoal,
    },
    note: `${name} has ${(bytes / 2 ** 20).toFixed(1)} MiB`,
  };
}
