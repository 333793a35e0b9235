/** How exactly an `on` is known; a coarser one sorts before a finer one that starts at the same instant. */
export type Precision = 'year' | 'month' | 'day' | 'instant';

/** The span of time that an `on` names: milliseconds since 1970-01-01T00:00:00Z, `end` excluded. Days are reckoned in UTC. */
export interface OccurredOn {
  readonly start: number;
  readonly end: number;
  readonly precision: Precision;
}

const precisions: readonly Precision[] = ['year', 'month', 'day', 'instant'];

const datePattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const instantPattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads `2025`, `2025-03`, `2025-03-10` or an RFC 3339 instant with offset; `undefined` for anything else, unreal dates included. */
export function readOccurredOn(on: string): OccurredOn | undefined {
  const date = datePattern.exec(on);
  return date === null ? readInstant(on) : readDate(date[1] ?? '', date[2], date[3]);
}

function readDate(year: string, month: string | undefined, day: string | undefined): OccurredOn | undefined {
  const y = Number(year);
  const m = month === undefined ? 0 : Number(month) - 1;
  const d = day === undefined ? 1 : Number(day);
  const start = midnight(y, m, d);
  const read = new Date(start);
  if (read.getUTCFullYear() !== y || read.getUTCMonth() !== m || read.getUTCDate() !== d) return undefined;
  if (month === undefined) return { start, end: midnight(y + 1, 0, 1), precision: 'year' };
  if (day === undefined) return { start, end: midnight(y, m + 1, 1), precision: 'month' };
  return { start, end: midnight(y, m, d + 1), precision: 'day' };
}

function readInstant(on: string): OccurredOn | undefined {
  const parts = instantPattern.exec(on);
  if (parts === null) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const date = readDate(year, month, day);
  const offset = readOffset(zone);
  if (date === undefined || offset === undefined) return undefined;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  const start = date.start + ((h * 60 + m - offset) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  return { start, end: start + 1, precision: 'instant' };
}

/** Minutes east of UTC. */
function readOffset(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** `Date.UTC` takes years below 100 for the twentieth century. */
function midnight(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}

/** When an event occurred, for sorting: history is always readable, so an `on` in no known form counts as the instant of recording. */
export function occurredOn(event: { readonly on: unknown; readonly time: string }): OccurredOn {
  const read = typeof event.on === 'string' ? readOccurredOn(event.on) : undefined;
  return read ?? readOccurredOn(event.time) ?? { start: 0, end: 1, precision: 'instant' };
}

/** Timeline order: by the start of `on`, the coarser first, then by position. */
export function byOccurrence(
  a: { readonly occurred: OccurredOn; readonly position: number },
  b: { readonly occurred: OccurredOn; readonly position: number },
): number {
  return (
    a.occurred.start - b.occurred.start ||
    precisions.indexOf(a.occurred.precision) - precisions.indexOf(b.occurred.precision) ||
    a.position - b.position
  );
}
