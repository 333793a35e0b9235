import type { Entry } from './event-store.js';
import { arrayText, columns, quoted } from './postgres-rows.js';

/** Where an append says that there is something new, and the size of the ledger with it. */
export const channel = 'ledger_event';

/** The place of an append among those of one store that the server has not answered yet. */
export interface AppendPlace {
  readonly token: string;
  /** The token of the append it was sent behind. */
  readonly behind: string | null;
}

interface Statement {
  readonly text: string;
  readonly parameters: (string | number | null)[];
}

/*
 * One statement is one transaction and one round trip: when the head has moved, the update finds no row and nothing is inserted. One that
 * was sent behind another ($4) also asks that this one made the head: the size alone could be right by accident.
 */
const appending = (rows: string): string => `
  WITH moved AS (
    UPDATE head SET size = size + $2::integer, append = $3::uuid
    WHERE size = $1::bigint AND ($4::uuid IS NULL OR append = $4::uuid) RETURNING size
  ),
  added AS (INSERT INTO event (${columns}) ${rows})
  SELECT pg_notify('${channel}', size::text) FROM moved`;

const one = appending(`
  SELECT $1::bigint, $5::text, $6::integer, $7::uuid, decode($8::text, 'base64'), $9::text, decode($10::text, 'base64'),
    decode($11::text, 'base64'), decode($12::text, 'base64'), decode($13::text, 'base64')
  FROM moved`);

const many = appending(`
  SELECT $1::bigint + entry.n - 1, entry.stream, entry.revision, entry.id,
    substring(blob FROM entry.start FOR entry.payload), entry.kid,
    substring(blob FROM entry.start + entry.payload FOR entry.signature),
    substring(blob FROM entry.start + entry.payload + entry.signature FOR entry.boxes),
    substring(blob FROM entry.start + entry.payload + entry.signature + coalesce(entry.boxes, 0) FOR entry.disclosures),
    substring(blob FROM entry.start + entry.payload + entry.signature + coalesce(entry.boxes, 0) + coalesce(entry.disclosures, 0)
      FOR entry.req)
  FROM moved, (SELECT decode($5::text, 'base64') AS blob OFFSET 0) AS bytes,
    unnest($6::text[], $7::integer[], $8::uuid[], $9::text[], $10::integer[], $11::integer[], $12::integer[], $13::integer[],
      $14::integer[], $15::integer[]) WITH ORDINALITY
      AS entry(stream, revision, id, kid, start, payload, signature, boxes, disclosures, req, n)`);

/** The statement that records these entries if the ledger has the expected size; it answers one row when it did and none when not. */
export function appendStatement(size: number, entries: readonly Entry[], { token, behind }: AppendPlace): Statement {
  const [first] = entries;
  const condition = [size, entries.length, token, behind];
  if (first !== undefined && entries.length === 1) return { text: one, parameters: [...condition, ...rowOf(first)] };
  return { text: many, parameters: [...condition, ...rowsOf(entries)] };
}

const base64 = (bytes: Uint8Array | null): string | null =>
  bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

function rowOf(entry: Entry): Statement['parameters'] {
  const { stream, revision, id, kid, payload, signature, boxes, disclosures, req } = entry;
  return [stream, revision, id, base64(payload), kid, base64(signature), ...[boxes, disclosures, req].map(base64)];
}

const binary = ['payload', 'signature', 'boxes', 'disclosures', 'req'] as const;

/**
 * Everything binary in one blob, then an array per column: streams, revisions, ids, kids, where each entry begins in the blob (from 1), and
 * the lengths of payload, signature, boxes, disclosures and req, which follow one another there. The blob travels as text in base64: the
 * driver cannot send an array of `bytea`, and would send a single one in hexadecimal, which is half as large again and dearer to make.
 */
function rowsOf(entries: readonly Entry[]): string[] {
  const parts: Uint8Array[] = [];
  const starts: number[] = [];
  const lengths: (number | 'NULL')[][] = binary.map(() => []);
  let end = 1;
  for (const entry of entries) {
    starts.push(end);
    binary.forEach((name, index) => {
      const bytes = entry[name];
      lengths[index]?.push(bytes?.length ?? 'NULL');
      if (bytes === null) return;
      parts.push(bytes);
      end += bytes.length;
    });
  }
  return [
    Buffer.concat(parts, end - 1).toString('base64'),
    arrayText(entries.map(({ stream }) => quoted(stream))),
    arrayText(entries.map(({ revision }) => revision)),
    arrayText(entries.map(({ id }) => id)),
    arrayText(entries.map(({ kid }) => quoted(kid))),
    arrayText(starts),
    ...lengths.map(arrayText),
  ];
}
