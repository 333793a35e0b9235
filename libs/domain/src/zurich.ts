import { addDays, isInstant, lastDay } from './occurred-on.js';

/**
 * Windows end with the calendar day in Geneva (design page 2.4: Europe/Zurich). `Intl` carries the time-zone rules, summer time included;
 * it is given the instant, so this stays a pure function.
 */
const clockFace = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Zurich',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const hourMs = 3_600_000;
/** Offsets kept; more than the days of ten years. */
const mostOffsets = 4096;

/** The day on which an instant (milliseconds since 1970) falls in Zurich. */
export const zurichDay = (instant: number): string => new Date(instant + offsetAt(instant)).toISOString().slice(0, 10);

/** The instant (milliseconds since 1970) at which a day ends in Zurich: the first one that no longer belongs to it. */
export function endOfZurichDay(day: string): number {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
  // Zurich is at most two hours ahead of UTC and changes its clocks at 01:00 UTC, never within two hours before its midnight.
  return midnight - offsetAt(midnight - 2 * hourMs);
}

/** The Zurich day of something that occurred: an instant is converted, a coarser date means its last day. */
export const zurichDayOf = (on: string): string => (isInstant(on) ? zurichDay(Date.parse(on)) : lastDay(on));

const quarterMs = hourMs / 4;
const offsets = new Map<number, number>();

/** Clocks have changed on a full quarter of an hour since long before 1970, so one look is good for all of it. */
function offsetAt(instant: number): number {
  const quarter = Math.floor(instant / quarterMs);
  if (quarter < 0) return lookUpOffset(instant);
  const offset = offsets.get(quarter) ?? lookUpOffset(instant);
  if (offsets.size >= mostOffsets) offsets.clear();
  offsets.set(quarter, offset);
  return offset;
}

function lookUpOffset(instant: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of clockFace.formatToParts(instant)) part[type] = value;
  const face = `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}Z`;
  return Date.parse(face) - Math.floor(instant / 1000) * 1000;
}
