import { addresseeName } from '#libs/domain';
import { type Flag, type Found, groupSpan, matchesIn, phrase, type Span, type View } from './view.js';

const inText = phrase(
  String.raw`(?<![\p{L}/])(?<printed>(?:(?<type>J?AL|J?UA|J?OL|J?AM|JOC)[, ] ?)?(?<code>[A-Z]{3})(?<comma>,?) (?<serial>\d{1,4}) ?/ ?(?<year>(?:19|20)\d\d))(?!\d)`,
  'gu',
);

/** The letter whose text it is: its own reference is never an earlier one. */
interface Own {
  readonly code: string;
  readonly serial: number;
  readonly year: number;
  readonly span: Span;
}

/** References of other letters, anywhere in the text, above the reference line too; one without a type stays without. */
export function earlierReferences(view: View, own: Own): Found<string[]> & { readonly flags: readonly Flag[] } {
  const found = new Map<string, { text: string; at: Span; typed: boolean }>();
  for (const match of matchesIn(view, { start: 0, end: view.text.length }, inText)) {
    const { type, code = '', serial = '', year = '' } = match.groups ?? {};
    const isOwn = code === own.code && Number(serial) === own.serial && Number(year) === own.year;
    if (isOwn || addresseeName(code) === undefined || inside(match.index, own.span)) continue;
    const key = `${code} ${Number(serial)}/${year}`;
    const known = found.get(key);
    if (known === undefined || (!known.typed && type !== undefined))
      found.set(key, {
        text: type === undefined ? key : `${type} ${key}`,
        at: groupSpan(match, 'printed'),
        typed: type !== undefined,
      });
  }
  const list = [...found.values()];
  return { value: list.map(({ text }) => text), at: list.map(({ at }) => at), flags: list.flatMap(untyped) };
}

const inside = (index: number, { start, end }: Span): boolean => index >= start && index < end;

const untyped = ({ text, typed }: { text: string; typed: boolean }): Flag[] =>
  typed
    ? []
    : [{ code: 'EARLIER_REFERENCE_WITHOUT_TYPE', message: `The earlier reference ${text} is printed without a type.` }];
