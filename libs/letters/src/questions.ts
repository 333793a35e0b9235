import type { Question } from './reading.js';
import { type Flag, type Found, joined, matchesIn, phrase, type Span, trimmed, type View } from './view.js';

const matters = phrase(
  String.raw`(?:observations|comments|views|response|information|clarifications?) (?:on|to|regarding|concerning) the following (?:matters|questions|points|issues)[^.\n]{0,40}[:.]|(?:observaciones|respuesta)[^.]{0,80}(?:siguientes (?:cuestiones|asuntos|puntos)|cuestiones siguientes)\s?[:.]|(?:observations|commentaires)[^.]{0,80}(?:points|questions) suivant(?:e?s)\s?[:.]`,
);
const numbered = /^(?:Question )?(?<number>\d{1,2})\s?(?:\.|\)|\.\))\s+(?=["“«(¿]?\p{Lu})/gmu;
const clause = phrase(
  String.raw`(?:^|(?<=[.?!:”"] ))(?:This communication(?:,| and)|This letter and|We would (?:appreciate|be grateful)|While awaiting|We may (?:also )?publicly|We (?:intend|plan) to publicly|Please (?:accept|be informed|note that)|Finally,|Given the importance|Passé ce délai|Esta comunicación|Cette communication|Agradecer(?:ía|emos)|Nous serions reconnaissants|Dans l[’']attente|A la espera|À la espera)`,
  'gmu',
);
const request =
  /^(?:\(?[a-z0-9]{1,3}\)\s*)?(?:(?:Also|Further(?:more)?|In addition|Finally|In this regard|If so),?\s+)?(?:Please|Kindly|Sírvan?se|Por favor|Veuillez|Prière)\b/iu;

/** The numbered questions, each with the count of separate requests in it. */
export function questionsOf(view: View, body: Span): Found<Question[]> & { readonly flags: readonly Flag[] } {
  const from = matchesIn(view, body, matters).at(-1);
  const starts = inOrder(
    matchesIn(view, { start: from ? from.index + from[0].length : body.start, end: body.end }, numbered),
  );
  const at = starts.map((start, index) => {
    const textStart = start.index + start[0].length;
    const next = starts[index + 1];
    return trimmed(view, { start: textStart, end: next ? next.index : lastEnd(view, textStart, body.end) });
  });
  const value = at.map((span, index) => {
    const text = joined(view.text.slice(span.start, span.end));
    return { number: index + 1, text, asks: asksIn(text) };
  });
  return { value, at, flags: value.length === 0 ? [noQuestions] : [] };
}

const noQuestions: Flag = { code: 'QUESTIONS_NOT_FOUND', message: 'No numbered questions were found.' };

/** Only 1, 2, 3 … are question numbers: another number at the start of a line belongs to the text that wraps there. */
function inOrder(matches: readonly RegExpExecArray[]): RegExpExecArray[] {
  const kept: RegExpExecArray[] = [];
  for (const match of matches) if (Number(match.groups?.['number']) === kept.length + 1) kept.push(match);
  return kept;
}

/**
 * The last question ends where a closing clause begins, or at the first paragraph after a finished sentence that asks nothing; a page
 * break alone ends nothing.
 */
function lastEnd(view: View, start: number, limit: number): number {
  const clauseStart = matchesIn(view, { start, end: limit }, clause)[0]?.index ?? limit;
  const text = view.text.slice(start, clauseStart);
  for (const gap of text.matchAll(/\n\s*\n/gu)) {
    const finished = /[.?!:;”"’)]$/u.test(text.slice(0, gap.index));
    const next = text.slice(gap.index + gap[0].length);
    if (finished && !/^(?:\p{Ll}|\(?[a-z]\)|[-•–])/u.test(next) && !request.test(next)) return start + gap.index;
  }
  return clauseStart;
}

/** Sentences that ask: `Please …`, or ending in a question mark; a question asks at least once. */
function asksIn(text: string): number {
  const sentences = text.split(/(?<=[.?!;:]["”)]?)\s+(?=(?:\(?[a-z]\)\s*)?[\p{Lu}¿“"])/u);
  return Math.max(1, sentences.filter((sentence) => request.test(sentence) || sentence.endsWith('?')).length);
}
