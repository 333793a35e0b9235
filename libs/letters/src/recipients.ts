import { addresseeCodes, addresseeName } from '#libs/domain';
import { type Found, joined, matchesIn, phrase, type Span, trimmed, type View } from './view.js';

const sentTo = phrase(
  String.raw`\b(?:letters?|communications?|cop(?:y|ies))[^.]{0,120}? (?:has|have) (?:also )?been (?:sent|addressed|transmitted) to (?:the )?(?:Governments? of )?|\bcartas?[^.]{0,120}? enviadas? (?:también )?a (?:los )?(?:Gobiernos? de )?|\blettres?[^.]{0,120}? (?:envoyées?|adressées?) (?:également )?aux? (?:Gouvernements? (?:de|du) )?`,
);
const listEnd = /\.(?=\s*(?:\n|$)|\s+\p{Lu}\p{Ll})/u;

/** Who else received a letter on the same facts, as printed. */
export function otherRecipients(view: View, body: Span): Found<string[]> {
  const opening = matchesIn(view, body, sentTo)[0];
  if (!opening) return { value: [], at: [] };
  const start = opening.index + opening[0].length;
  const rest = view.text.slice(start, body.end);
  const end = start + (listEnd.exec(rest)?.index ?? Math.min(rest.length, 600));
  const at = items(view, { start, end }).map((span) => withoutLead(view, span));
  return { value: at.map(({ start: from, end: to }) => joined(view.text.slice(from, to))), at };
}

/** Cuts at commas outside brackets, and at the last `and` unless it stands inside one name (`Bosnia and Herzegovina`). */
function items(view: View, span: Span): Span[] {
  const parts: Span[] = [];
  let from = span.start;
  for (const comma of matchesIn(view, span, /[,;](?![^()]*\))/gu)) {
    parts.push({ start: from, end: comma.index });
    from = comma.index + 1;
  }
  const last = { start: from, end: span.end };
  return [...parts, ...atLastAnd(view, last)]
    .map((part) => trimmed(view, part))
    .filter(({ start, end }) => end > start);
}

function atLastAnd(view: View, part: Span): Span[] {
  const ands = matchesIn(view, part, /\s(?:and|y|et)\s/gu);
  const split = ands
    .reverse()
    .find(({ index }) => !withinName(joined(view.text.slice(part.start, part.end)), view.text.slice(index)));
  if (!split) return [part];
  const left = { start: part.start, end: split.index };
  return [left, { start: split.index + split[0].length, end: part.end }];
}

const and = / (?:and|y|et) /u;
const andNames = addresseeCodes
  .flatMap((code) => (['en', 'es', 'fr'] as const).map((language) => addresseeName(code, { language }) ?? ''))
  .filter((name) => and.test(name));

/** Whether the `and` that `rest` begins with belongs to a State's name in the text. */
const withinName = (text: string, rest: string): boolean =>
  andNames.some((name) => text.includes(name) && joined(rest).startsWith(name.slice(name.search(and) + 1)));

function withoutLead(view: View, span: Span): Span {
  const lead = /^(?:and|y|et|as well as|to)\s+(?:(?:to\s+)?the\s+Governments?\s+of\s+)?/iu.exec(
    view.text.slice(span.start, span.end),
  );
  return { start: span.start + (lead?.[0].length ?? 0), end: span.end };
}
