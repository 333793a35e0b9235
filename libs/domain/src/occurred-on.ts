import { LedgerError } from '#libs/ledger';

/**
 * *Occurred on* (design page 2.2): one string whose form is its precision: `2025`, `2025-03`, `2025-03-10`, or RFC 3339 with an offset.
 * Days are written `YYYY-MM-DD` in the proleptic Gregorian calendar; no other calendar, no two-digit year, no leap second.
 */
const year = '[1-9]\\d{3}';
const leapYear = '(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)';
const day =
  `(?:${year}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))` +
  `|${leapYear}-02-29)`;
const time = 'T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';
/** Only dates that exist match; the same text is the pattern in the JSON Schemas. */
export const dayForm = new RegExp(`^${day}$`);
export const occurredOnForm = new RegExp(`^(?:${year}(?:-(?:0[1-9]|1[0-2]))?|${day}(?:${time})?)$`);

const dayMs = 86_400_000;

export const isOccurredOn = (value: unknown): value is string =>
  typeof value === 'string' && occurredOnForm.test(value);

/** A whole day, `YYYY-MM-DD`, that exists in the calendar. */
export const isDay = (value: unknown): value is string => isOccurredOn(value) && value.length === 10;

export const isInstant = (value: unknown): value is string => isOccurredOn(value) && value.length > 10;

/** The first day the text can mean. An instant means the day printed in it, whatever its offset. */
export function firstDay(on: string): string {
  demand(on);
  if (on.length === 4) return `${on}-01-01`;
  return on.length === 7 ? `${on}-01` : on.slice(0, 10);
}

/** The last day the text can mean. An instant means the day printed in it, whatever its offset. */
export function lastDay(on: string): string {
  demand(on);
  if (on.length === 4) return `${on}-12-31`;
  if (on.length > 7) return on.slice(0, 10);
  return `${on}-${String(daysIn(Number(on.slice(0, 4)), Number(on.slice(5)))).padStart(2, '0')}`;
}

/** The day `days` after (or, negative, before) the given one. */
export function addDays(day: string, days: number): string {
  demand(day);
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** How many days `to` lies after `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

/** `2025-05-09` as `9 May 2025`, the way letters print it. */
export function printedDay(day: string): string {
  demand(day);
  return `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;
}

function demand(on: string): void {
  if (!isOccurredOn(on)) throw new LedgerError('DATE_INVALID');
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
