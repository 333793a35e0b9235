import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { type CsvErrorCode, type Info, parse } from 'csv-parse';

/** A record of the file, or why there is none in this place. */
export interface CsvRecord {
  /** As spreadsheets count, from 1. */
  readonly row: number;
  /** On which it begins, from 1. */
  readonly line: number;
  /** Bytes read with it. */
  readonly bytes: number;
  readonly cells: readonly string[] | undefined;
  readonly problem?: string;
  /** Nothing behind it could be read. */
  readonly isLast?: true;
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

interface Skipped {
  readonly code: CsvErrorCode;
  /** Records and empty lines before it. */
  readonly records: number;
  readonly empty: number;
}

/** Longer than any row that could be recorded: an open quotation mark must not make one row of the whole file. */
const longestRow = 200_000;

/** RFC 4180 with any line ends, read as a stream. Empty lines are no records but count as rows. */
export async function* csvRecords(file: string): AsyncGenerator<CsvRecord> {
  const skipped: Skipped[] = [];
  const parser = parse({
    ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
    ...{ max_record_size: longestRow, skip_records_with_error: true },
    on_skip: (error) => {
      const { code, records, empty_lines: empty } = error as unknown as Info & { code: CsvErrorCode };
      skipped.push({ code, records, empty });
      return undefined;
    },
  });
  // A failure of the file reaches the parser, and whoever reads from it.
  pipeline(createReadStream(file), parser).catch(() => undefined);
  const places = new Places();
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    while (skipped[0] !== undefined && skipped[0].records < info.records) yield places.ofSkipped(skipped.shift());
    yield places.ofRecord(record, info);
  }
  for (const one of skipped) {
    const record = places.ofSkipped(one);
    yield record;
    if (record.isLast) return;
  }
}

/** Counts rows and lines: the parser leaves out what it skipped, and takes a line break within a cell for two. */
class Places {
  private skips = 0;
  private empty = 0;
  private line = 1;
  private bytes = 0;

  ofRecord(cells: readonly string[], { records, empty_lines: empty, bytes }: Info): CsvRecord {
    const line = this.beginAfter(empty);
    this.line += 1 + (cells.join(',').match(/\r\n|\r|\n/gu)?.length ?? 0);
    this.bytes = bytes;
    return { row: records + empty + this.skips, line, bytes, cells };
  }

  ofSkipped(one: Skipped | undefined): CsvRecord {
    const { code, records, empty } = one ?? { code: 'CSV_QUOTE_NOT_CLOSED', records: 0, empty: 0 };
    const line = this.beginAfter(empty);
    this.line += 1;
    this.skips += 1;
    const record = { row: records + empty + this.skips, line, bytes: this.bytes, cells: undefined };
    if (code === 'INVALID_OPENING_QUOTE')
      return { ...record, problem: 'a quotation mark stands inside a cell that does not begin with one' };
    return {
      ...record,
      problem: `${problems[code] ?? 'the row is not well-formed'}; nothing behind it was read`,
      isLast: true,
    };
  }

  private beginAfter(empty: number): number {
    this.line += empty - this.empty;
    this.empty = empty;
    return this.line;
  }
}

const problems: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  CSV_MAX_RECORD_SIZE: `the row is longer than ${longestRow} characters: a quotation mark may not be closed`,
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quotation mark',
};
