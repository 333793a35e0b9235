import type { Place } from './entry.js';
import type { Fault } from './fault.js';
import type { Warning } from './warnings.js';

/** `row 17 (line 23)`, as spreadsheets and editors count, or `row 17` where they agree; or the letter's file. */
export function placeWords(place: Place | undefined): string {
  if (place === undefined) return 'nothing yet';
  if ('file' in place) return place.file;
  return place.row === place.line ? `row ${place.row}` : `row ${place.row} (line ${place.line})`;
}

/** `row 17, column mandates: warning: …` */
export const warningWords = (place: Place, { column, reason }: Warning): string =>
  `${placeWords(place)}, column ${column}: warning: ${reason}`;

/** `row 17 (line 23), column date: DATE_INVALID: must be …` */
export function faultWords(place: Place, { column, field, code, reason }: Fault): string {
  const where = column === undefined ? (field === undefined ? '' : `, field ${field}`) : `, column ${column}`;
  return `${placeWords(place)}${where}: ${code}: ${reason}`;
}
