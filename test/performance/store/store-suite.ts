import { judge, storeGoals } from '../goals.js';
import { chosen, type Options } from '../options.js';
import type { Outcome, Row } from '../result.js';
import { compare, type Contender, type Measured } from '../rounds.js';
import { missingOf, type Opened, variants, versionsOf, withContenders } from './contenders.js';
import { installEmmett } from './emmett.js';
import { startServer } from './server.js';
import { batchSize, pageSize, type StoreContender } from './store-contender.js';

const batchCase = `append.batch${batchSize}`;

/** Appending and reading events of 1 KiB, by what there is and by the ledger's own store, on one PostgreSQL. */
export async function storeSuite(options: Options): Promise<Outcome> {
  const appends = options.callers.map((count) => `append.${count}`);
  const cases = chosen('case', options.cases, [...appends, batchCase, 'read.all', 'read.stream']);
  const wanted = chosen('variant', options.variants, variants);
  if (options.install && wanted.includes('emmett')) installEmmett();
  const notMeasured = missingOf(wanted);
  const measured = wanted.filter((name) => notMeasured.every(({ variant }) => variant !== name));
  const server = await startServer();
  try {
    const measurements: Measurement[] = [];
    const events = eventsToRead(options);
    const measure = async (use: 'append' | 'read', run: typeof appendCases): Promise<void> => {
      const own = cases.filter((name) => name.startsWith(use));
      if (own.length === 0) return;
      measurements.push(
        ...(await withContenders(server, { measured, use, events }, (opened) => run(opened, own, options))),
      );
    };
    await measure('append', appendCases);
    await measure('read', readCases);
    const rows = measurements.map(bestRows).flat();
    const versions = { postgresql: server.version, ...versionsOf(measured) };
    return { versions, rows, notMeasured, goals: judge(storeGoals, rows), notes: measurements.flatMap(waysNote) };
  } finally {
    await server.end();
  }
}

interface Measurement {
  readonly case: string;
  /** How many of what is counted one operation is. */
  readonly weight: number;
  readonly results: readonly Measured[];
}

async function appendCases(
  opened: readonly Opened[],
  cases: readonly string[],
  options: Options,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const singles = opened.map(({ variant, store }) => ({ variant, run: onePerCall(store) }));
  for (const name of cases.filter((one) => one !== batchCase)) {
    const callers = Number(name.slice('append.'.length));
    measurements.push(await measurement(name, 1, () => compare(singles, callers, options)));
  }
  if (cases.includes(batchCase)) {
    const batches = opened.flatMap(batchesOf);
    measurements.push(await measurement(batchCase, batchSize, () => compare(batches, 1, options)));
  }
  return measurements;
}

/** Each caller writes ten events into one stream after the other. */
function onePerCall(store: StoreContender): Contender['run'] {
  const places = new Map<number, { stream: string; revision: number }>();
  let streams = 0;
  return (caller) => {
    const last = places.get(caller);
    const place =
      last === undefined || last.revision === 9
        ? { stream: `handling-bench_${caller}_${streams++}`, revision: 0 }
        : { stream: last.stream, revision: last.revision + 1 };
    places.set(caller, place);
    return store.append(place.stream, place.revision);
  };
}

function batchesOf({ variant, store }: Opened): Contender[] {
  let streams = 0;
  return store.batches.map(({ way, append }) => ({
    variant,
    ...(way !== undefined && { way }),
    run: () => append(`handling-bench_0_batch${streams++}`, 0),
  }));
}

async function readCases(
  opened: readonly Opened[],
  cases: readonly string[],
  options: Options,
): Promise<Measurement[]> {
  const pages = eventsToRead(options) / pageSize;
  const streams = Array.from({ length: pages }, (_, n) => `handling-read_${n}`);
  process.stderr.write(`recording ${pages * pageSize} events for each to read\n`);
  for (const { store } of opened) await fill(store, streams);
  const all = opened.map(({ variant, store }) => ({
    variant,
    run: inTurn(pages, (n) => store.readPage(n * pageSize)),
  }));
  const single = opened.map(({ variant, store }) => ({
    variant,
    run: inTurn(pages, (n) => store.readStream(`handling-read_${n}`)),
  }));
  const measurements: Measurement[] = [];
  if (cases.includes('read.all'))
    measurements.push(await measurement('read.all', pageSize, () => compare(all, 1, options)));
  if (cases.includes('read.stream'))
    measurements.push(await measurement('read.stream', 1, () => compare(single, 1, options)));
  return measurements;
}

const eventsToRead = ({ events = 20_000 }: Options): number => Math.ceil(events / pageSize) * pageSize;

/** The streams side by side, so that the events of one do not lie in one piece. */
async function fill(store: StoreContender, streams: readonly string[]): Promise<void> {
  const [batch] = store.batches;
  for (let revision = 0; revision < pageSize; revision += batchSize) {
    for (const stream of streams) await batch.append(stream, revision);
  }
}

function inTurn(count: number, read: (n: number) => Promise<void>): Contender['run'] {
  let next = 0;
  return () => read(next++ % count);
}

async function measurement(name: string, weight: number, run: () => Promise<Measured[]>): Promise<Measurement> {
  process.stderr.write(`${name}\n`);
  return { case: name, weight, results: await run() };
}

/** One row a variant: of several ways the fastest. */
function bestRows({ case: name, weight, results }: Measurement): Row[] {
  const best = new Map<string, Measured>();
  for (const result of results) {
    const { variant } = result.contender;
    if (result.perSecond > (best.get(variant)?.perSecond ?? 0)) best.set(variant, result);
  }
  return [...best].map(([variant, { perSecond, p50, p99 }]) => ({
    case: name,
    variant,
    perSecond: perSecond * weight,
    p50,
    p99,
  }));
}

/** What each way came to, where a variant was tried in several. */
const waysNote = ({ case: name, weight, results }: Measurement): string[] =>
  results.flatMap(({ contender: { variant, way }, perSecond }) =>
    way === undefined ? [] : [`${name} ${variant} with ${way}: ${(perSecond * weight).toFixed(0)} a second`],
  );
