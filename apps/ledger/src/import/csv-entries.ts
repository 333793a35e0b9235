import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { CsvError, type Info, type Options, parse } from 'csv-parse';

import { usage } from '../terminal/failure.js';
import type { Cells } from './cells.js';
import { type Column, columns, faultsOfHeading } from './columns.js';
import type { Entry } from './entry.js';
import { draftOfRow } from './row-draft.js';

/** A record as the parser hands it over, with how far it had come. */
interface Record {
  readonly record: readonly string[];
  readonly info: Info;
}

/** Larger than any row that could be recorded: an open quotation mark must not make one row of the whole file. */
const longestRow = 200_000;
const options: Options = { info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: longestRow };

/**
 * The rows of a file of references (RFC 4180 in UTF-8, with or without byte order mark, any line ends), one at a time, so that its size
 * does not matter. A heading that cannot be read, or no file, is thrown as `usage`; where the file cannot be read on, the last entry says so.
 */
export async function* csvEntries(file: string): AsyncGenerator<Entry> {
  const size = await sizeOf(file);
  let heading: readonly string[] | undefined;
  let place = { row: 1, line: 1 };
  try {
    for await (const { record, info } of recordsOf(file)) {
      place = placeOf(record, info);
      if (heading === undefined) heading = headingOf(record, file);
      else if (record.some((cell) => cell.trim() !== ''))
        yield { place, part: info.bytes / size, read: readRow(record, heading) };
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    if (heading === undefined) throw usage(`${file}: ${reason}`);
    const next = { row: place.row + 1, line: place.line + 1 };
    const said = `${reason}; nothing behind it was read`;
    yield { place: next, part: 1, read: [{ code: 'BODY_INVALID', reason: said }], isLast: true };
  }
  if (heading === undefined) throw usage(`${file}: there is no heading line`);
}

async function* recordsOf(file: string): AsyncGenerator<Record> {
  const parser = parse(options);
  // A failure of the file reaches the parser, and whoever reads from it.
  pipeline(createReadStream(file), decoded, parser).catch(() => undefined);
  yield* parser as AsyncIterable<Record>;
}

/** The parser itself would take bytes that are no UTF-8 for other letters. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The row as spreadsheets count it, and the line on which it begins. */
function placeOf(
  record: readonly string[],
  { records, empty_lines: empty, lines }: Info,
): { row: number; line: number } {
  const breaks = record.join('').match(/\r\n|\r|\n/gu)?.length ?? 0;
  return { row: records + empty, line: lines - breaks };
}

function headingOf(record: readonly string[], file: string): readonly string[] {
  const names = record.map((name) => name.trim().toLowerCase());
  const faults = faultsOfHeading(names);
  if (faults.length > 0) throw usage(`${file}: ${faults.join('; ')}`);
  return names;
}

function readRow(record: readonly string[], heading: readonly string[]): Entry['read'] {
  if (record.length !== heading.length) {
    const reason = `the row has ${record.length} cells, the heading ${heading.length}`;
    return [{ code: 'BODY_INVALID', reason }];
  }
  const cells = new Map(heading.map((name, index) => [name, (record[index] ?? '').trim()]));
  return draftOfRow(
    Object.fromEntries(columns.map((column) => [column, cells.get(column) ?? ''])) as globalThis.Record<
      Column,
      string
    > &
      Cells,
  );
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    throw usage(`${file}: there is no such file or folder`);
  }
}

/** What a person can do about a file that cannot be read on; undefined for anything else. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof CsvError) return csvReasons[error.code] ?? 'the row is not well-formed CSV (RFC 4180)';
  const { code } = error as { code?: string };
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not text in UTF-8: save it as "CSV UTF-8"' : undefined;
}

const csvReasons: Readonly<globalThis.Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  CSV_MAX_RECORD_SIZE: `the row is longer than ${longestRow} characters: a quotation mark may not be closed`,
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside a cell that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quotation mark',
};
