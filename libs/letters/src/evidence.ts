import type { Span, View } from './view.js';

/** A quotation of the original text; offsets count Unicode code points, `end` excluded. */
export interface Evidence {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** Quotes the original text for spans of its view. */
export function evidenceOf(original: string, view: View, spans: readonly Span[]): Evidence[] {
  const quotes: Evidence[] = [];
  for (const { start, end } of spans) {
    if (end <= start) continue;
    const from = view.origin[start] ?? 0;
    const to = (view.origin[end - 1] ?? from) + 1;
    const quote = original.slice(from, to);
    const first = codePoints(original.slice(0, from));
    quotes.push({ start: first, end: first + codePoints(quote), quote });
  }
  return quotes;
}

/** How many code points a text has; a surrogate pair is one. */
function codePoints(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length - 1; i++) if (text.codePointAt(i)! > 0xffff) pairs++;
  return text.length - pairs;
}
