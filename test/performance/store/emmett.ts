import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { installedVersion } from '../surroundings.js';
import { plainJson } from './sample-event.js';
import { batchSize, connections, demandPage, pageSize, type StoreContender } from './store-contender.js';

/**
 * Emmett states no licence, so it is none of this project's dependencies: who runs the comparison decides to install it, into a folder
 * that git ignores.
 */
const source = 'test/performance/rivals';
const folder = 'bench/rivals';
const packageName = '@event-driven-io/emmett-postgresql';

export const emmettInstalled = (): boolean => existsSync(join(folder, 'node_modules', packageName, 'package.json'));

export const emmettVersion = (): string => installedVersion(packageName, join(folder, 'node_modules'));

export function installEmmett(): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(source, name), join(folder, name));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
}

/** As much of its interface as is used here; the packages themselves may be absent. */
interface EventStore {
  appendToStream(stream: string, events: readonly object[], options: object): Promise<unknown>;
  readStream(stream: string): Promise<{ readonly events: readonly unknown[] }>;
  close(): Promise<void>;
}
interface Emmett {
  getPostgreSQLEventStore(url: string, options: object): EventStore;
  readMessagesBatch(execute: unknown, options: object): Promise<{ readonly messages: readonly unknown[] }>;
}
interface Dumbo {
  readonly dumbo: (options: object) => { readonly execute: unknown; close(): Promise<void> };
}
interface Driver {
  readonly Pool: new (options: object) => { end(): Promise<void> };
}

const event = { type: 'CaseAssigned', data: JSON.parse(plainJson) as object };
const batch = Array.from({ length: batchSize }, () => event);

/** Emmett on PostgreSQL, with the expected version of every append and as many connections as the others. */
export async function openEmmett(url: string): Promise<StoreContender> {
  const load = createRequire(resolve(folder, 'package.json'));
  const emmett = load(packageName) as Emmett;
  const { dumbo } = load('@event-driven-io/dumbo') as Dumbo;
  const { Pool } = load('pg') as Driver;
  const pool = new Pool({ connectionString: url, max: connections });
  const store = emmett.getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool } });
  const reader = dumbo({ connectionString: url });
  const append = (stream: string, revision: number, events: readonly object[]): Promise<unknown> => {
    const expectedStreamVersion = revision === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision);
    return store.appendToStream(stream, events, { expectedStreamVersion });
  };
  return {
    append: (stream, revision) => append(stream, revision, [event]),
    batches: [{ append: (stream, revision) => append(stream, revision, batch) }],
    readPage: async (done) => {
      const { messages } = await emmett.readMessagesBatch(reader.execute, { after: BigInt(done), batchSize: pageSize });
      demandPage(messages.length);
    },
    readStream: async (stream) => demandPage((await store.readStream(stream)).events.length),
    close: async () => {
      await Promise.all([store.close(), reader.close()]);
      await pool.end();
    },
  };
}
