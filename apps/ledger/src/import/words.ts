import type { Place } from './entry.js';
import type { Fault } from './fault.js';

/** `row 17 (line 23)`, as spreadsheets and editors count; or the letter's file. */
export function placeWords(place: Place | undefined): string {
  if (place === undefined) return 'nothing yet';
  return 'file' in place ? place.file : `row ${place.row} (line ${place.line})`;
}

/** `row 17 (line 23), column date: DATE_INVALID: must be …` */
export function faultWords(place: Place, { column, field, code, reason }: Fault): string {
  const where = column === undefined ? (field === undefined ? '' : `, field ${field}`) : `, column ${column}`;
  return `${placeWords(place)}${where}: ${code}: ${reason}`;
}
