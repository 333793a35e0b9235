import { stat } from 'node:fs/promises';

import { usage } from '../terminal/failure.js';
import { ownCall } from '../terminal/own-call.js';
import type { Cells } from './cells.js';
import { type Column, columns, faultsOfHeading, isHeading } from './columns.js';
import { type CsvRecord, csvRecords } from './csv-records.js';
import type { Entry } from './entry.js';
import type { Fault } from './fault.js';
import { draftOfRow } from './row-draft.js';

/**
 * The rows of a file of references in UTF-8, one at a time, so that its size does not matter. A heading that cannot be read, or no file, is
 * thrown as `usage`; where the file cannot be read on, the last entry says so.
 */
export async function* csvEntries(file: string): AsyncGenerator<Entry> {
  const size = await sizeOf(file);
  let heading: readonly string[] | undefined;
  for await (const record of csvRecords(file)) {
    if (heading === undefined) heading = headingOf(record, file);
    else if (record.cells?.every((cell) => cell.trim() === '') !== true) yield entryOf(record, heading, size);
  }
  if (heading === undefined) throw usage(`${file}: there is no heading line`);
}

function headingOf({ cells, problem = '' }: CsvRecord, file: string): readonly string[] {
  if (cells === undefined) throw usage(`${file}: the heading line cannot be read: ${problem}`);
  const names = cells.map((name) => name.trim().toLowerCase());
  if (!isHeading(names)) throw usage(`${file}: ${noHeading}`);
  const faults = faultsOfHeading(names);
  if (faults.length > 0) throw usage(`${file}: ${faults.join('; ')}`);
  return names;
}

const noHeading = `this is no file of references: its first line names none of their columns. A single letter is recorded with "${ownCall()} record FILE"; of several, give the folder they lie in`;

function entryOf({ row, line, bytes, isLast, ...record }: CsvRecord, heading: readonly string[], size: number): Entry {
  const entry = { place: { row, line }, part: bytes / size, read: readRow(record, heading) };
  return isLast ? { ...entry, isLast } : entry;
}

function readRow({ cells, problem }: Pick<CsvRecord, 'cells' | 'problem'>, heading: readonly string[]): Entry['read'] {
  if (cells === undefined) return [invalid(problem ?? '')];
  if (cells.length !== heading.length)
    return [invalid(`the number of its cells is ${cells.length}, and of the heading's ${heading.length}`)];
  const found = new Map(heading.map((name, index) => [name, (cells[index] ?? '').trim()]));
  const garbled = columns.filter((column) => found.get(column)?.includes('\ufffd'));
  if (garbled.length > 0)
    return garbled.map((column) => ({ column, ...invalid('is not text in UTF-8: save the file as "CSV UTF-8"') }));
  return draftOfRow(cellsOf((column) => found.get(column) ?? ''));
}

const cellsOf = (read: (column: Column) => string): Cells =>
  Object.fromEntries(columns.map((column) => [column, read(column)])) as Record<Column, string>;

const invalid = (reason: string): Fault => ({ code: 'BODY_INVALID', reason });

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    throw usage(`${file}: there is no such file or folder`);
  }
}
