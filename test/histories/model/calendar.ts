/** Days are numbers here, counted from 1970-01-01, and Geneva's clock is told by its rule: nothing is shared with what is tested. */
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const textOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

export const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / dayMs;

/** The day in Geneva at an instant. Summer time runs from the last Sunday of March to that of October, each at 01:00 UTC. */
export function genevaDay(instant: number): number {
  const year = new Date(instant).getUTCFullYear();
  const isSummer = instant >= lastSunday(year, 3) + hourMs && instant < lastSunday(year, 10) + hourMs;
  return Math.floor((instant + (isSummer ? 2 : 1) * hourMs) / dayMs);
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 0);
  return last - new Date(last).getUTCDay() * dayMs;
}

export const forms = ['day', 'month', 'instant'] as const;

/** When something is said to have happened. */
export interface Moment {
  readonly text: string;
  /** The first and the last day it can mean. */
  readonly first: number;
  readonly last: number;
  /** The day that windows are counted from, and the day on which a reply counts as received. */
  readonly dayZero: number;
  readonly heard: number;
}

/** An instant is half an hour before midnight UTC, when Geneva has the next day already. */
export function momentOf(day: number, form: (typeof forms)[number]): Moment {
  if (form === 'day') return { text: textOf(day), first: day, last: day, dayZero: day, heard: day };
  if (form === 'instant')
    return { text: `${textOf(day)}T23:30:00Z`, first: day, last: day, dayZero: day + 1, heard: day + 1 };
  const [year = 0, month = 0] = textOf(day).split('-').map(Number);
  const [first, last] = [Date.UTC(year, month - 1, 1) / dayMs, Date.UTC(year, month, 0) / dayMs];
  return { text: textOf(day).slice(0, 7), first, last, dayZero: last, heard: first };
}
