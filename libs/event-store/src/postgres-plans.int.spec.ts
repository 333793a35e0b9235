import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrivatePostgres, runSql, sampleEntry } from '#libs/testing';
import { type Entry, type EventStore, pageSize } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';

const [small, large] = [10_000, 1_000_000];
const perStream = 2000;
/** The server writes down the plan that each statement was really run with. */
const settings = {
  shared_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_format': 'json',
  // A million rows are filled in without waiting for the disk; the stores below are told so.
  fsync: 'off',
  full_page_writes: 'off',
  max_wal_size: '4GB',
  maintenance_work_mem: '256MB',
};

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}
interface Explained {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const idOf = (position: number): string => {
  const hex = position.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** `rows` entries, two thousand a stream, spread over the ledger; the indexes are made at the end, as nothing is looked up meanwhile. */
const fill = (url: string, rows: number): Promise<unknown> =>
  runSql(
    url,
    'SET auto_explain.log_min_duration = -1',
    'ALTER TABLE event DROP CONSTRAINT event_position, DROP CONSTRAINT event_revision, DROP CONSTRAINT event_id',
    `INSERT INTO event (position, stream, revision, id, payload, kid, signature)
     SELECT n, 'handling-' || n % (${rows} / ${perStream}), n / (${rows} / ${perStream}),
       lpad(to_hex(n), 32, '0')::uuid, decode(repeat('7b', 100), 'hex'), 'kid', decode(repeat('00', 64), 'hex')
     FROM generate_series(0, ${rows} - 1) AS n`,
    `ALTER TABLE event ADD CONSTRAINT event_position PRIMARY KEY (position),
       ADD CONSTRAINT event_revision UNIQUE (stream, revision), ADD CONSTRAINT event_id UNIQUE (id)`,
    `UPDATE head SET size = ${rows}`,
    'ANALYZE event',
  );

describe('a ledger of a million entries', () => {
  let server: PrivatePostgres;
  const stores = new Map<number, EventStore>();
  beforeAll(async () => {
    server = await PrivatePostgres.start({ settings });
    for (const rows of [small, large]) {
      const url = await server.url(`ledger_${rows}`);
      // Opened, and its statements planned, while it is empty: plans of that time must not be a burden later.
      const store = await openPostgresEventStore(url, { durability: 'unchecked', answerWithin: 60_000 });
      await work(store, 0);
      stores.set(rows, store);
      await fill(url, rows);
    }
  }, 180_000);
  afterAll(async () => {
    for (const store of stores.values()) await store.close();
    await server.remove();
  });

  /** Everything a store is asked, around a position. */
  const work = async (store: EventStore, at: number): Promise<Entry[][]> => [
    await store.read(at, pageSize),
    await store.readStream('handling-3', 500, pageSize),
    await store.readStreams(['handling-1', 'handling-2', 'handling-4'], 10),
    await store.find([idOf(at), idOf(at + 7), idOf(at + 10_000_000)]),
    [await store.last()].flatMap((entry) => entry ?? []),
  ];

  const explained = async (ask: () => Promise<unknown>): Promise<Explained[]> => {
    const log = join(server.folder, 'server.log');
    const before = readFileSync(log, 'utf8').length;
    await ask();
    const said = readFileSync(log, 'utf8').slice(before);
    return said
      .split(/^.*duration: .* plan:$/m)
      .slice(1)
      .map((part) => JSON.parse(/^(\s*\t.*\n?)+/m.exec(part)?.[0] ?? '') as Explained);
  };
  const store = (rows: number): EventStore => stores.get(rows) as EventStore;
  const burdens = (plans: readonly Explained[]): string[] =>
    plans.flatMap(({ 'Query Text': text, Plan }) =>
      nodesOf(Plan).flatMap((node) => {
        const kind = node['Node Type'];
        const onEvents = node['Relation Name'] === 'event';
        const wrong =
          /Sort|Hash|Materialize|Bitmap/.test(kind) ||
          (onEvents &&
            /Scan/.test(kind) &&
            (kind !== 'Index Scan' || !/[$]\d|wanted/.test(node['Index Cond'] ?? '$0'))) ||
          (node['Rows Removed by Filter'] ?? 0) > 0 ||
          node['Actual Rows'] * node['Actual Loops'] > pageSize;
        return wrong ? [`${kind} of ${node['Relation Name'] ?? 'nothing'} in ${text.trim().slice(0, 80)}`] : [];
      }),
    );

  it('is read, followed and searched through indexes alone, a page at a time, without sorting', async () => {
    let answers: Entry[][] = [];
    const plans = await explained(async () => (answers = await work(store(large), 700_000)));
    expect(answers.map((entries) => entries.length)).toEqual([pageSize, pageSize, 30, 2, 1]);
    expect(answers[3]?.map(({ position }) => position)).toEqual([700_000, 700_007]);
    expect(answers[2]?.map(({ stream, revision }) => `${stream} ${revision}`)).toEqual(
      ['handling-1', 'handling-2', 'handling-4'].flatMap((stream) =>
        Array.from({ length: 10 }, (_, revision) => `${stream} ${revision}`),
      ),
    );
    expect(plans).toHaveLength(5);
    expect(burdens(plans)).toEqual([]);
    const used = plans.map(({ Plan }) => nodesOf(Plan).find((node) => node['Index Name'])?.['Index Name']);
    expect(used).toEqual(['event_position', 'event_revision', 'event_revision', 'event_id', 'event_position']);
    // A parameter in the condition shows that the plan is the general one, which is made once a connection.
    expect(
      nodesOf(plans[0]?.Plan as PlanNode)
        .map((node) => node['Index Cond'])
        .join(''),
    ).toContain('$1');
  });

  it('is followed by pages of the same kind', async () => {
    const stop = new AbortController();
    const plans = await explained(async () => {
      let pages = 0;
      for await (const page of store(large).follow(large - 3 * pageSize, stop.signal))
        if ((pages += page.length) === 3 * pageSize) stop.abort();
    });
    const pages = plans.filter(({ 'Query Text': text }) => text.includes('FROM event'));
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(burdens(pages)).toEqual([]);
  });

  it('is appended to without looking at what is there', async () => {
    const entries = [0, 1, 2].map((n) => sampleEntry(large + n));
    const plans = await explained(() => store(large).append(large, entries));
    const append = plans.filter(({ 'Query Text': text }) => text.includes('UPDATE head'));
    expect(append).toHaveLength(1);
    const touched = append.flatMap(({ Plan }) => nodesOf(Plan)).filter((node) => /Scan/.test(node['Node Type']));
    expect(touched.filter((node) => node['Relation Name'] === 'event')).toEqual([]);
  });

  it('is not read more slowly than one of ten thousand', async () => {
    const took = new Map<number, number[]>([small, large].map((rows): [number, number[]] => [rows, []]));
    for (let round = 0; round < 60; round++)
      for (const [rows, times] of took) {
        const from = Math.floor(((round * 7919) % 60) * (rows - pageSize)) / 60;
        const began = performance.now();
        await store(rows).read(Math.floor(from), pageSize);
        times.push(performance.now() - began);
      }
    const median = (rows: number): number => took.get(rows)?.sort((a, b) => a - b)[30] ?? NaN;
    process.stdout.write(`a page at 10 k: ${median(small).toFixed(2)} ms, at 1 M: ${median(large).toFixed(2)} ms\n`);
    expect(median(large)).toBeLessThan(1.5 * median(small) + 0.5);
  });
});
