import type { Mandate } from './mandate.js';
import { isMandateOn, mandateKind, mandates } from './mandates.js';

/** Words that are left out or added without another mandate being meant. */
const unmarked = new Set('a and by for from in including its of on or the their to with'.split(' '));
const kindWords =
  /^(?:special rapporteur|independent expert|working group(?: of experts)?|(?:special |personal )?representative of the (?:secretary general|high commissioner(?: for human rights)?))\s*/;

interface Known {
  readonly id: string;
  readonly isGroup: boolean;
  readonly words: readonly string[];
}

const known: readonly Known[] = mandates.flatMap(({ id, short, titles }) => {
  const isGroup = titles.some(({ title }) => mandateKind(title) === 'working_group');
  return [short, ...titles.map(({ title }) => title)].map((text) => ({ id, isGroup, words: topic(plain(text)) }));
});

const byWords = new Map<string, readonly Known[]>();
for (const one of known) byWords.set(one.words.join(' '), [...(byWords.get(one.words.join(' ')) ?? []), one]);

/**
 * The id of the mandate that a printed title names: in any case, with or without "Mandate of the", its kind or a part in the middle or at
 * the end, and with a letter wrong. `on` (`YYYY-MM-DD`) decides between a mandate and the one it was merged into. `undefined` when no
 * mandate, or more than one, can be meant; it never guesses from words that no title has.
 */
export function recogniseMandate(printed: string, on?: string): Mandate['id'] | undefined {
  const text = plain(printed).replace(/^(?:mandates? of )?(?:the )?/, '');
  const words = topic(text);
  if (words.length === 0) return undefined;
  const isPossible = ({ isGroup }: Known): boolean => isGroup || mandateKind(text) !== 'working_group';
  const exactly = (byWords.get(words.join(' ')) ?? []).filter(isPossible);
  if (exactly.length > 0) return theOne(exactly, on);
  return theOne(
    known.filter((one) => isPossible(one) && isShortened(words, one.words)),
    on,
  );
}

function theOne(found: readonly Known[], on: string | undefined): string | undefined {
  const ids = [...new Set(found.map(({ id }) => id))];
  const then = on === undefined || ids.length < 2 ? ids : ids.filter((id) => isMandateOn(id, on));
  return then.length === 1 ? then[0] : undefined;
}

/** Whether the printed words are the title's own: its beginning, or at least two thirds of it in its order. */
function isShortened(printed: readonly string[], title: readonly string[]): boolean {
  let at = 0;
  const places = printed.map((word) => {
    const place = title.findIndex((other, index) => index >= at && isSame(word, other));
    at = place + 1;
    return place;
  });
  if (places.includes(-1)) return false;
  return places.every((place, index) => place === index) || printed.length * 3 >= title.length * 2;
}

/** The same word, also in the plural or with one letter wrong, missing or too many; short words only as they are. */
function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (short.length < 5 || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && long[start] === short[start]) start++;
  const rest = long.length === short.length ? short.slice(start + 1) : short.slice(start);
  return long.slice(start + 1) === rest;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function topic(text: string): string[] {
  return text
    .replace(kindWords, '')
    .split(' ')
    .filter((word) => word !== '' && !unmarked.has(word));
}
