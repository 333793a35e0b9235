import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { plainJson } from './sample-event.js';
import { batchSize, connections, demandPage, pageSize, type StoreContender } from './store-contender.js';

const require = createRequire(import.meta.url);
const manifest = require.resolve('@eventide/message-db/package.json');
const folder = join(dirname(manifest), 'database');

export const messageDbVersion = (): string =>
  (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;

// Its install script runs these in turn. Its role and the role's privileges are left out: they would stay behind on a server that is lent.
const scripts = ['install.sh', 'install-functions.sh', 'install-indexes.sh', 'install-views.sh'];
const leftOut = ['roles/message-store.sql'];

/** The SQL files that its install scripts hand to psql, in their order. */
function installation(): string[] {
  const named = scripts.flatMap((script) =>
    [...readFileSync(join(folder, script), 'utf8').matchAll(/\$base\/(\S+\.sql)$/gm)].map((match) => match[1] ?? ''),
  );
  return named.filter((file) => !leftOut.includes(file));
}

/**
 * Message DB, through its own functions. It takes a lock on a category for each write, so that events of one category wait for each other;
 * streams are spread over categories by their names, and everything that is read has one category.
 */
export async function openMessageDb(url: string): Promise<StoreContender> {
  const connection = { search_path: 'message_store,public' };
  const sql = postgres(url, { max: connections, onnotice: () => undefined, connection });
  for (const file of installation()) await sql.unsafe(readFileSync(join(folder, file), 'utf8'));
  return {
    append: (stream, revision) =>
      sql`SELECT write_message(${randomUUID()}, ${nameOf(stream)}, 'CaseAssigned', ${plainJson}::text::jsonb, NULL, ${revision - 1})`.execute(),
    batches: [{ append: (stream, revision) => writeMany(sql, nameOf(stream), revision) }],
    readPage: async (done) =>
      demandPage((await sql`SELECT * FROM get_category_messages(${readCategory}, ${done + 1}, ${pageSize})`).length),
    readStream: async (stream) =>
      demandPage((await sql`SELECT * FROM get_stream_messages(${nameOf(stream)}, 0, ${pageSize})`).length),
    close: () => sql.end({ timeout: 5 }),
  };
}

const readCategory = 'read';

/** `handling-bench_7_0` becomes `bench7-bench_7_0`: one category a caller. `handling-read_3` becomes `read-read_3`. */
function nameOf(stream: string): string {
  const [, id = ''] = stream.split('-');
  const [kind = '', caller = ''] = id.split('_');
  return `${kind === readCategory ? readCategory : `${kind}${caller}`}-${id}`;
}

/** It has no call for many events; one statement that makes a hundred calls is one transaction and one round trip. */
const writeMany = (sql: Sql, stream: string, revision: number): Promise<unknown> =>
  sql`
    SELECT write_message(id, ${stream}, 'CaseAssigned', ${plainJson}::text::jsonb, NULL, ${revision - 2} + n)
    FROM unnest(${Array.from({ length: batchSize }, () => randomUUID())}::text[]) WITH ORDINALITY AS event(id, n)`.execute();
