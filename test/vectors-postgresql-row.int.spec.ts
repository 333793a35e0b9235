import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import postgres from 'postgres';
import { type Entry, openPostgresEventStore } from '#libs/event-store';
import { freshDatabase } from '#libs/testing';

/** What stands in the table `event`, in PostgreSQL's own text format: `\x` and hexadecimal digits for bytes. */
interface Row {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly payload: string;
  readonly kid: string;
  readonly signature: string;
  readonly boxes: string | null;
  readonly disclosures: string | null;
  readonly req: string | null;
}

const vector = JSON.parse(readFileSync('test/vectors/postgresql-row.json', 'utf8')) as {
  columns: unknown;
  rows: Row[];
};

const bytes = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');
const bytesOrNull = (text: string | null): Uint8Array | null => (text === null ? null : bytes(text));

const entryOf = (row: Row): Entry => ({
  position: Number(row.position),
  stream: row.stream,
  revision: row.revision,
  id: row.id,
  payload: bytes(row.payload),
  kid: row.kid,
  signature: bytes(row.signature),
  boxes: bytesOrNull(row.boxes),
  disclosures: bytesOrNull(row.disclosures),
  req: bytesOrNull(row.req),
});

const text = (value: Uint8Array): string => `\\x${Buffer.from(value).toString('hex')}`;
const textOrNull = (value: Uint8Array | null): string | null => (value === null ? null : text(value));

const rowOf = (entry: Entry): Row => ({
  ...entry,
  position: String(entry.position),
  payload: text(entry.payload),
  signature: text(entry.signature),
  boxes: textOrNull(entry.boxes),
  disclosures: textOrNull(entry.disclosures),
  req: textOrNull(entry.req),
});

describe('the row of an event in PostgreSQL', () => {
  it('is, byte for byte, the one that every release writes and reads', async () => {
    const url = await freshDatabase('row');
    const store = await openPostgresEventStore(url);
    expect(await store.append(0, vector.rows.map(entryOf))).toBe('done');
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    const rows = await sql`
      SELECT position::text, stream, revision, id, payload::text, kid, signature::text, boxes::text, disclosures::text, req::text
      FROM event ORDER BY position`;
    expect([...rows]).toEqual(vector.rows);
    const columns = await sql`
      SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable FROM information_schema.columns
      WHERE table_name = 'event' ORDER BY ordinal_position`;
    expect([...columns]).toEqual(vector.columns);
    expect([...(await sql`SELECT size::text FROM head`)]).toEqual([{ size: String(vector.rows.length) }]);
    expect((await store.read(0, 10)).map(rowOf)).toEqual(vector.rows);
    await sql.end();
    await store.close();
  });
});
