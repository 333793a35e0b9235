/** Half-open range of a view's text, in UTF-16 units of that view. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a reader found, and where in the view it stands. */
export interface Found<T> {
  readonly value: T;
  readonly at: readonly Span[];
}

/** A remark for the person who confirms the reading. */
export interface Flag {
  readonly code: string;
  readonly message: string;
}

/**
 * The text without what only the page brought in: carriage returns, exotic spaces, zero-width characters, indentation, page numbers beside a
 * form feed, emphasis and link marks. Line breaks stay. `origin[i]` is the index in the original text of the view's unit `i`, so that evidence can quote the original.
 */
export interface View {
  readonly text: string;
  readonly origin: readonly number[];
}

const dropped =
  /\*\*|[\u00ad\u200b-\u200d\u2060\ufeff]|\r(?=\n)|\[(?=[^[\]\n]*\]\([^()\s]*\))|\](?<=\[[^[\]\n]*\])\([^()\s]*\)/gu;
/** A page's number, alone on the first or last line of a page. */
const pageNumber =
  /(?<=\n[ \t]{0,120})(?:Page |Página )?\d{1,3}(?=\s{0,4}\f)|(?<=\f\s{0,4}|\f[ \t]{0,120})(?:Page |Página )?\d{1,3}(?=[ \t]*\r?\n)/gu;
const lineBreak = /[\n\r\f\v\u0085\u2028\u2029]/u;
const blank = /[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;

/** Makes the view of a letter's text. */
export function viewOf(original: string): View {
  const skip = new Set<number>();
  for (const pattern of [dropped, pageNumber])
    for (const mark of original.matchAll(pattern)) for (let i = 0; i < mark[0].length; i++) skip.add(mark.index + i);
  const units: string[] = [];
  const origin: number[] = [];
  for (let i = 0; i < original.length; i++) {
    if (skip.has(i)) continue;
    const unit = plainUnit(original[i] ?? '');
    const last = units.at(-1) ?? '\n';
    if (unit === ' ' && (last === ' ' || last === '\n')) continue;
    if (unit === '\n' && last === ' ') dropLast(units, origin);
    units.push(unit);
    origin.push(i);
  }
  return { text: units.join(''), origin };
}

function plainUnit(unit: string): string {
  if (lineBreak.test(unit)) return '\n';
  return blank.test(unit) ? ' ' : unit;
}

function dropLast(units: string[], origin: number[]): void {
  units.pop();
  origin.pop();
}

/** Words as one line: what a field holds when the letter wraps or breaks the page inside it. */
export const joined = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The text of a span as one line. */
export const wordsAt = (view: View, span: Span): string => joined(view.text.slice(span.start, span.end));

/**
 * A regular expression in which each blank matches any run of white space, because a line or a page may end anywhere in a sentence
 * (blank and `?`: none as well). Global, Unicode and without case unless `flags` says otherwise.
 */
export function phrase(source: string, flags = 'giu'): RegExp {
  const loosened = source.replace(/\[(?:\\.|[^\]\\])*\]| \?| /gu, (part) => {
    if (part === ' ?') return String.raw`\s*`;
    return part === ' ' ? String.raw`\s+` : part.replaceAll(' ', String.raw`\s`);
  });
  return new RegExp(loosened, flags);
}

/** Every match that begins inside the span. */
export function matchesIn(view: View, span: Span, pattern: RegExp): RegExpExecArray[] {
  return [...view.text.slice(span.start, span.end).matchAll(pattern)].map((match) => {
    match.index += span.start;
    return match;
  });
}

/** The first match inside the span. */
export const firstIn = (view: View, span: Span, pattern: RegExp): RegExpExecArray | undefined =>
  matchesIn(view, span, pattern)[0];

/** Where a match stands. */
export const spanOf = (match: RegExpExecArray): Span => ({ start: match.index, end: match.index + match[0].length });

/** Where a group of a match stands, found by its text within the match. */
export function groupSpan(match: RegExpExecArray, group: number | string): Span {
  const text = (typeof group === 'number' ? match[group] : match.groups?.[group]) ?? '';
  const start = match.index + Math.max(0, match[0].indexOf(text));
  return { start, end: start + text.length };
}

/** The span without white space at either end. */
export function trimmed(view: View, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/u.test(view.text[from] ?? '')) from++;
  while (to > from && /\s/u.test(view.text[to - 1] ?? '')) to--;
  return { start: from, end: to };
}
