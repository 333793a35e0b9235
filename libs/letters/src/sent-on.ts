import { LedgerError } from '#libs/ledger';
import { dayInWords, isoDay, monthNumber } from './dates.js';
import { type Flag, type Found, matchesIn, phrase, type Span, spanOf, type View } from './view.js';

const inWords = phrase(String.raw`(?<![\p{L}\d/.-])${dayInWords}(?!\d)`);
const americanDay = phrase(
  String.raw`(?<!\p{L})(?<month>\p{L}{3,10}) (?<day>\d{1,2})(?:st|nd|rd|th)?, (?<year>(?:19|20)\d\d)(?!\d)`,
);
const isoForm = /^(?<year>(?:19|20)\d\d)-(?<month>\d\d)-(?<day>\d\d)$/gmu;
const inFigures = /(?<![\d/.-])\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)/gu;

/**
 * The date of the letter, in its header: in words (English, Spanish, French) or as an ISO date on a line of its own.
 * Throws `LETTER_WITHOUT_DATE`, or `DATE_INVALID` for a day that is not in the calendar or is printed in figures only.
 */
export function sentOn(view: View, header: Span): Found<string> & { readonly flags: readonly Flag[] } {
  const words = [...matchesIn(view, header, inWords), ...matchesIn(view, header, americanDay)];
  const dated = words.filter((match) => monthNumber(match.groups?.['month'] ?? '') !== undefined);
  const match = dated.find((each) => standsAlone(view, each)) ?? dated[0];
  if (match) return { ...readDay(match), flags: severalDates(dated) };
  const iso = matchesIn(view, header, isoForm)[0];
  if (iso) return { value: isoText(iso), at: [spanOf(iso)], flags: [] };
  const misprinted = words.some((each) => standsAlone(view, each)) || matchesIn(view, header, inFigures).length > 0;
  if (misprinted)
    throw new LedgerError('DATE_INVALID', {
      path: 'sentOn',
      reason: 'the date line does not name a day, month and year in words',
    });
  throw new LedgerError('LETTER_WITHOUT_DATE', { path: 'sentOn', reason: 'no date stands above the salutation' });
}

function readDay(match: RegExpExecArray): Found<string> {
  const { day = '', month = '', year = '' } = match.groups ?? {};
  const value = isoDay(day, month, year);
  if (value === undefined)
    throw new LedgerError('DATE_INVALID', { path: 'sentOn', reason: 'there is no such day in the calendar' });
  return { value, at: [spanOf(match)] };
}

function isoText(match: RegExpExecArray): string {
  const value = match[0];
  const made = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(made.getTime()) || made.toISOString().slice(0, 10) !== value)
    throw new LedgerError('DATE_INVALID', { path: 'sentOn', reason: 'there is no such day in the calendar' });
  return value;
}

/** Alone on its line, but for a place in front or the reference behind. */
function standsAlone(view: View, match: RegExpExecArray): boolean {
  const before = view.text.slice(view.text.lastIndexOf('\n', match.index - 1) + 1, match.index);
  const rest = view.text.slice(match.index + match[0].length);
  const after = rest.slice(0, /\n|$/u.exec(rest)?.index);
  return (
    /^(?:[\p{L} ]{2,20}, (?:le |el )?|Date: )?$/u.test(before) && /^\s*(?:[.,;–-]\s*)?(?:R[eé]f.*|REF.*)?$/u.test(after)
  );
}

function severalDates(dated: readonly RegExpExecArray[]): Flag[] {
  const printed = new Set(dated.map((match) => match[0].replace(/\s+/gu, ' ')));
  if (printed.size < 2) return [];
  return [
    { code: 'SEVERAL_DATES', message: `The header carries ${printed.size} dates; the one on the date line was taken.` },
  ];
}
