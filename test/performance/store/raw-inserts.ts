import postgres, { type Sql } from 'postgres';
import { plainBytes, plainJson } from './sample-event.js';
import { batchSize, connections, demandPage, pageSize, type StoreContender, type Use } from './store-contender.js';

/**
 * A table with a serial number and plain statements of the driver that the ledger uses too: what PostgreSQL does without anything above it.
 * Nothing is checked, neither revisions nor ids; only a table that is read has an index of its streams.
 */
export async function openRawInserts(url: string, use: Use): Promise<StoreContender> {
  const options = { max: connections, onnotice: () => undefined };
  const sql = postgres(url, options);
  await sql`CREATE TABLE raw (position bigserial PRIMARY KEY, stream text NOT NULL COLLATE "C", payload bytea NOT NULL)`;
  if (use === 'read') await sql`CREATE INDEX ON raw (stream, position)`;
  return {
    append: (stream) =>
      sql`INSERT INTO raw (stream, payload) VALUES (${stream}, ${plainBytes}) RETURNING position`.execute(),
    batches: batchesOf(sql),
    readPage: async (done) => {
      const page = sql`
        SELECT position, stream, payload FROM raw WHERE position > ${done} ORDER BY position LIMIT ${pageSize}`;
      demandPage((await page.raw()).length);
    },
    readStream: async (stream) => {
      const all = sql`
        SELECT position, stream, payload FROM raw WHERE stream = ${stream} ORDER BY position LIMIT ${pageSize}`;
      demandPage((await all.raw()).length);
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

const payloads = Array.from({ length: batchSize }, () => plainJson);

/** A hundred rows in one statement, in the ways that programs choose. */
const batchesOf = (sql: Sql): StoreContender['batches'] => [
  {
    way: 'unnest',
    append: (stream) => sql`
      INSERT INTO raw (stream, payload)
      SELECT stream, convert_to(payload, 'UTF8')
      FROM unnest(${payloads.map(() => stream)}::text[], ${payloads}::text[]) AS event(stream, payload)
      RETURNING position`,
  },
  {
    way: 'one jsonb parameter',
    append: (stream) => sql`
      INSERT INTO raw (stream, payload)
      SELECT stream, convert_to(payload, 'UTF8')
      FROM jsonb_to_recordset(${JSON.stringify(payloads.map((payload) => ({ stream, payload })))}::text::jsonb)
        AS event(stream text, payload text)
      RETURNING position`,
  },
  {
    way: 'a list of values',
    append: (stream) => sql`
      INSERT INTO raw ${sql(payloads.map(() => ({ stream, payload: plainBytes })))} RETURNING position`,
  },
];
