import { memoryGoal } from '../goals.js';
import type { Options } from '../options.js';
import type { Judged, Outcome, Row } from '../result.js';
import { quantile } from '../rounds.js';
import { withContenders } from '../store/contenders.js';
import { startServer } from '../store/server.js';
import { batchSize, pageSize, type StoreContender } from '../store/store-contender.js';
import { MemoryWatch } from './memory-watch.js';

/** Commands in flight at once, so that one batch is decided and signed while another is appended. */
const callers = 4;

/** Records a million events through the writer and reads all of them back, leaf hashes compared; how far the process grows meanwhile. */
export async function memorySuite(options: Options): Promise<Outcome> {
  const events = Math.ceil((options.events ?? 1_000_000) / pageSize) * pageSize;
  const server = await startServer();
  try {
    const wish = { measured: ['signed'], use: 'read', events } as const;
    return await withContenders(server, wish, async (opened) => {
      const [{ store } = { store: undefined }] = opened;
      if (store === undefined) throw new Error('the ledger was not opened');
      const watch = new MemoryWatch();
      const append = await appended(store, events, watch);
      const read = await readBack(store, events, watch);
      const goals = [judged('the first event', watch.growth(0)), judged('the first tenth', watch.growth(events / 10))];
      return {
        versions: { postgresql: server.version },
        rows: [append, read],
        notMeasured: [],
        goals,
        notes: watch.notes,
      };
    });
  } finally {
    await server.end();
  }
}

async function appended(store: StoreContender, events: number, watch: MemoryWatch): Promise<Row> {
  const [batch] = store.batches;
  const batches = events / batchSize;
  let next = 0;
  watch.alive();
  watch.mark(0, 'before the first event');
  const latencies = await timed(callers, async (now) => {
    for (let n = next++; n < batches; n = next++) {
      await now(() => batch.append(`handling-memory_${n}`, 0));
      if (((n + 1) * 10) % batches === 0) watch.mark((n + 1) * batchSize, `${(n + 1) * batchSize} events appended`);
      else watch.look();
    }
  });
  return rowOf('append.batch100', batchSize, latencies);
}

async function readBack(store: StoreContender, events: number, watch: MemoryWatch): Promise<Row> {
  const latencies = await timed(1, async (now) => {
    for (let done = 0; done < events; done += pageSize) {
      await now(() => store.readPage(done));
      watch.look();
    }
  });
  watch.mark(events * 2, `${events} events read`);
  watch.alive();
  return rowOf('read.all', pageSize, latencies);
}

interface Timed {
  readonly seconds: number;
  readonly latencies: readonly number[];
}

type Stopwatch = (operation: () => Promise<unknown>) => Promise<void>;

async function timed(parallel: number, work: (now: Stopwatch) => Promise<void>): Promise<Timed> {
  const latencies: number[] = [];
  const began = performance.now();
  const now: Stopwatch = async (operation) => {
    const start = performance.now();
    await operation();
    latencies.push(performance.now() - start);
  };
  await Promise.all(Array.from({ length: parallel }, () => work(now)));
  return { seconds: (performance.now() - began) / 1000, latencies };
}

const rowOf = (name: string, weight: number, { seconds, latencies }: Timed): Row => ({
  case: name,
  variant: 'signed',
  perSecond: (latencies.length * weight) / seconds,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
});

const judged = (since: string, growth: number): Judged => ({
  goal: `the process grows by ≤ ${memoryGoal} MiB since ${since}`,
  unit: 'MiB',
  measured: growth,
  met: growth <= memoryGoal,
});
