import { phrase } from './view.js';

const months: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'january february march april may june july august september october november december',
    'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  ].flatMap((names) => names.split(' ').map((name, index) => [plain(name), index + 1])),
);
const otherSpellings: Readonly<Record<string, number>> = { setiembre: 9 };

/** A day in words, as letters print it: `10 March 2025`, `10 de marzo de 2025`, `1er mars 2025`. Groups: day, month, year. */
export const dayInWords = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th|er|º|°)? (?:de )?(?<month>\p{L}{3,10}),? (?:del? )?(?<year>(?:1[89]|20)\d\d)`;

/** The number of a month named in English, Spanish or French. */
export const monthNumber = (name: string): number | undefined => months[plain(name)] ?? otherSpellings[plain(name)];

/** `2025-03-10` for a real day of the calendar, otherwise undefined. */
export function isoDay(day: string, month: string, year: string): string | undefined {
  const number = monthNumber(month);
  if (number === undefined) return undefined;
  const made = new Date(Date.UTC(Number(year), number - 1, Number(day)));
  if (made.getUTCMonth() !== number - 1 || Number(day) === 0) return undefined;
  return made.toISOString().slice(0, 10);
}

/** The first day in words of a text, as an ISO date. */
export function dayIn(text: string): string | undefined {
  const match = phrase(dayInWords).exec(text);
  return match?.groups && isoDay(match.groups['day'] ?? '', match.groups['month'] ?? '', match.groups['year'] ?? '');
}

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
