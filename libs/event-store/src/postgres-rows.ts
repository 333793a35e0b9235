import type { Entry } from './event-store.js';
import { leafOf } from './leaves.js';

// Array literals are written here: the driver escapes element by element, which costs more than all the rest of an append.
export const arrayText = (items: readonly (string | number)[]): string => `{${items.join(',')}}`;

export const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;

export const columns = 'position, stream, revision, id, payload, kid, signature, boxes, disclosures, req';

/** How entries are asked for, and how the payload in the answer becomes its bytes. */
export interface RowForm {
  readonly selected: string;
  readonly payloadOf: (value: Buffer) => Uint8Array;
}

const inBase64 = (column: string): string => `encode(${column}, 'base64')`;
/** Base64 is a third shorter than the hexadecimal of `bytea`, and quicker to read. */
const othersInBase64 = columns.replace(/signature|boxes|disclosures|req/g, inBase64);

/** A payload is text, and the text on its way is the very bytes. They are copied, so that who keeps one does not keep a whole answer. */
export const payloadAsText: RowForm = {
  selected: othersInBase64.replace('payload', `convert_from(payload, 'UTF8')`),
  payloadOf: (value) => Buffer.from(value),
};

/** For one that was altered so that it is no text any more. */
export const payloadAsBytes: RowForm = {
  selected: othersInBase64.replace('payload', inBase64),
  payloadOf: (value) => bytesOf(value) ?? nothing,
};

/** One row as the driver's `.raw()` gives it: the text format of each column as bytes. */
export type RawRow = readonly (Buffer | null)[];

export function unpack(row: RawRow, { payloadOf }: RowForm): Entry {
  return {
    position: Number(textOf(row[0])),
    stream: textOf(row[1]),
    revision: Number(textOf(row[2])),
    id: textOf(row[3]),
    payload: payloadOf(row[4] ?? nothing),
    kid: textOf(row[5]),
    signature: bytesOf(row[6]) ?? nothing,
    boxes: bytesOf(row[7]),
    disclosures: bytesOf(row[8]),
    req: bytesOf(row[9]),
  };
}

const nothing = Buffer.alloc(0);

const textOf = (value: Buffer | null | undefined): string => value?.toString('utf8') ?? '';

// With a line feed after every 76 characters, which the decoder passes over.
const bytesOf = (value: Buffer | null | undefined): Buffer | null =>
  value == null ? null : Buffer.from(value.toString('latin1'), 'base64');

/** What makes the leaves of a page, in one row: lengths of payload and signature of each entry, kids, and all those bytes in one piece. */
export const leafQuery = `
  SELECT string_agg(octet_length(payload) || ' ' || octet_length(signature), ' ' ORDER BY position),
    string_agg(kid, ' ' ORDER BY position), encode(string_agg(payload || signature, ''::bytea ORDER BY position), 'base64')
  FROM (SELECT position, payload, kid, signature FROM event WHERE position >= $1 ORDER BY position LIMIT $2) AS page`;

/** The leaves of such a row; none where there were no entries. A row an entry would cost several times as much. */
export function leavesOf([sizes, kids, blob]: RawRow): Uint8Array[] {
  const bytes = bytesOf(blob) ?? nothing;
  const lengths = textOf(sizes).split(' ').map(Number);
  const leaves: Uint8Array[] = [];
  let at = 0;
  for (const [n, kid] of (sizes === null ? [] : textOf(kids).split(' ')).entries()) {
    const signature = at + (lengths[2 * n] ?? 0);
    const end = signature + (lengths[2 * n + 1] ?? 0);
    leaves.push(leafOf({ kid, payload: bytes.subarray(at, signature), signature: bytes.subarray(signature, end) }));
    at = end;
  }
  return leaves;
}
