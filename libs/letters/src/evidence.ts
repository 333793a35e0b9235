import type { Span, View } from './view.js';

/** A quotation of the original text; offsets count Unicode code points, `end` excluded. */
export interface Evidence {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** Quotes the original text for spans of its view. */
export function evidenceOf(original: string, view: View, spans: readonly Span[]): Evidence[] {
  const pairs = [...original.matchAll(/[\u{10000}-\u{10ffff}]/gu)].map(({ index }) => index);
  const codePoints = (unit: number): number => unit - countBelow(pairs, unit);
  const quotes: Evidence[] = [];
  for (const { start, end } of spans) {
    if (end <= start) continue;
    const from = view.origin[start] ?? 0;
    const to = (view.origin[end - 1] ?? from) + 1;
    quotes.push({ start: codePoints(from), end: codePoints(to), quote: original.slice(from, to) });
  }
  return quotes;
}

/** How many of the ascending numbers are smaller than the limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
