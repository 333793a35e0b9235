import type { KnownInstrument } from './instrument-table.js';
import { joined, phrase, type Span, type View } from './view.js';

interface Mention extends Span {
  readonly instrument: KnownInstrument;
}

const one = String.raw`\d{1,3}(?:\.\d{1,2})?(?: ?\([0-9a-z]{1,4}\))*`;
const list = String.raw`(?<list>${one}(?:(?:,| and| or|, and| to|[-–]) ?(?:articles? )?${one})*)`;
const before = phrase(String.raw`\b(?:articles?|arts?\.) ${list} (?:of|from|under|in) (?:the )?$`, 'iu');
const behind = phrase(String.raw`\b(?:articles?|arts?\.) ${list}`);
const sentence = /(?<!\b(?:No|Nos|art|arts|para|paras))\.["”)]?(?=\s+\p{Lu}|\s*$)/u;

/** Articles printed beside the mentions of an instrument: `article 8 of the …` before it, `…, in its article 11` behind it in the sentence. */
export function articlesBeside(view: View, mentions: readonly Mention[], known: KnownInstrument): string[] {
  const found: string[] = [];
  mentions.forEach((mention, index) => {
    if (mention.instrument !== known) return;
    found.push(
      ...split(before.exec(view.text.slice(Math.max(0, mention.start - 120), mention.start))?.groups?.['list']),
    );
    found.push(...articlesBehind(view, mention, mentions[index + 1]?.start ?? view.text.length));
  });
  return [...new Set(found)];
}

function articlesBehind(view: View, mention: Mention, next: number): string[] {
  const rest = view.text.slice(mention.end, mention.end + 700);
  const stop = sentence.exec(rest)?.index ?? rest.length;
  const place = rest.slice(0, Math.min(stop, next - mention.end));
  return [...place.matchAll(behind)]
    .filter(
      (match) =>
        !phrase(String.raw`^ (?:of|from|under) (?:the )?(?:\p{Lu}|$)`, 'u').test(
          place.slice(match.index + match[0].length),
        ),
    )
    .flatMap((match) => split(match.groups?.['list']));
}

/** `2, 6 and 9(1)(a)` → each on its own. */
const split = (text: string | undefined): string[] =>
  joined(text ?? '')
    .split(/,\s*(?:and\s+)?|\s+(?:and|or)\s+/u)
    .map((part) =>
      part
        .replace(/^articles?\s+/u, '')
        .replace(/\s*(?:[-–]|to)\s*/u, '-')
        .replace(/\s+\(/gu, '('),
    )
    .filter((part) => part !== '');
