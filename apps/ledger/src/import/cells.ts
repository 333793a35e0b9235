import { isDay, isOccurredOn } from '#libs/domain';

import type { Column } from './columns.js';
import { cellFault } from './fault.js';

/** The cells of one row by column, spaces around them gone; a column that the file does not have is empty. */
export type Cells = Readonly<Record<Column, string>>;

export function demanded(cells: Cells, column: Column): string {
  if (cells[column] === '') throw cellFault(column, 'BODY_INVALID', 'must not be empty');
  return cells[column];
}

/** A date as precise as it is known. Spreadsheets like to show dates in another form, whose day and month nobody can tell apart. */
export function dateIn(cells: Cells, column: Column): string {
  const text = demanded(cells, column);
  if (!isOccurredOn(text))
    throw cellFault(column, 'DATE_INVALID', 'must be written 2012-05-03, or 2012-05 or 2012 where no more is known');
  return text;
}

export function dayOrNone(cells: Cells, column: Column): string | null {
  if (cells[column] === '') return null;
  if (!isDay(cells[column])) throw cellFault(column, 'DATE_INVALID', 'must be a day, written 2012-05-03');
  return cells[column];
}

/** What stands in a cell separated by semicolons. */
export const listIn = (cells: Cells, column: Column): string[] =>
  cells[column]
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A count; an empty cell is none. */
export function countIn(cells: Cells, column: Column): number {
  const text = cells[column];
  if (text === '') return 0;
  if (!/^\d{1,7}$/u.test(text)) throw cellFault(column, 'BODY_INVALID', 'must be a number of persons, or empty');
  return Number(text);
}
