import { dayIn, dayInWords } from './dates.js';
import { type Found, joined, matchesIn, phrase, type Span, spanOf, type View, wordsAt } from './view.js';

/** What the closing paragraphs announce and ask. */
export interface Clauses {
  readonly publicationWindow: Found<{ readonly days: number; readonly printed: string } | null>;
  readonly pressRelease: Found<boolean>;
  readonly interimMeasures: Found<boolean>;
  readonly replyAskedBy: Found<string | null>;
}

const madePublic = phrase(
  String.raw`\b(?:made public|published|public[ao]? |se har[áa]n? públicas?|hecha pública|rendues? publiques?|publiées?)`,
);
const period = phrase(
  String.raw`\b(?:within|after|in|dentro de(?: un plazo de)?|en un plazo de|dans un délai de|sous|après) (?:the next |a period of )?(?:\p{L}+ \()?(?<count>\d{1,3}|thirty|forty-five|sixty|ninety|sesenta|soixante)\)? (?<unit>days?|hours?|días|horas|jours|heures)`,
);
const pastDelay = phrase(
  String.raw`\b(?:Past this delay|After this (?:date|period|delay)|Thereafter|Passé ce délai|Transcurrido (?:este|dicho) plazo)`,
);
const press = phrase(
  String.raw`\b(?:publicly express (?:our|my) concerns?|press release will|expressing (?:our|my) concerns? publicly|expresar públicamente (?:nuestras|mis) preocupaciones|exprimer publiquement (?:nos|mes) préoccupations|communiqué de presse|comunicado de prensa)`,
);
const interim = phrase(
  String.raw`\b(?:all necessary interim measures|interim measures (?:be|are|to be) taken|(?:urge|request|ask)[^.]{0,80} interim measures|medidas provisionales|mesures (?:provisoires|intérimaires))`,
);
const replyBy = phrase(
  String.raw`\b(?:repl(?:y|ies)|respon(?:se|d)|respuesta|réponse)[^.]{0,80}? (?:by|before|no later than|not later than|antes del?|a más tardar el|avant le|au plus tard le) (?<date>${dayInWords})`,
);
const words: Readonly<Record<string, number>> = {
  thirty: 30,
  'forty-five': 45,
  sixty: 60,
  sesenta: 60,
  soixante: 60,
  ninety: 90,
};

/** Reads the clauses between the questions and the signatures. */
export function clausesOf(view: View, body: Span): Clauses {
  return {
    publicationWindow: publicationWindow(view, body),
    pressRelease: stated(view, body, press),
    interimMeasures: stated(view, body, interim),
    replyAskedBy: askedBy(view, body),
  };
}

function stated(view: View, body: Span, pattern: RegExp): Found<boolean> {
  const match = matchesIn(view, body, pattern)[0];
  return match ? { value: true, at: [sentenceAround(view, spanOf(match))] } : { value: false, at: [] };
}

/** The days after which letter and reply are made public: in that sentence, or in the one before when it says "past this delay". */
function publicationWindow(view: View, body: Span): Clauses['publicationWindow'] {
  let read = 0;
  for (const mention of matchesIn(view, body, madePublic)) {
    if (mention.index < read) continue;
    const sentence = sentenceAround(view, spanOf(mention));
    read = sentence.end;
    const back = matchesIn(view, sentence, pastDelay).length > 0;
    const place = back ? sentenceAround(view, { start: sentence.start - 2, end: sentence.start - 1 }) : sentence;
    const found = matchesIn(view, place, period).at(back ? -1 : 0);
    if (found && /communication|response|reply|comunicaci|respuesta|réponse/iu.test(wordsAt(view, sentence)))
      return { value: { days: daysOf(found), printed: joined(found[0]) }, at: [spanOf(found)] };
  }
  return { value: null, at: [] };
}

/** Days of a printed period; 48 hours are 2 days, a begun day counts whole. */
function daysOf(match: RegExpExecArray): number {
  const count = match.groups?.['count']?.toLowerCase() ?? '';
  const number = words[count] ?? Number(count);
  return /^h/iu.test(match.groups?.['unit'] ?? '') ? Math.ceil(number / 24) : number;
}

function askedBy(view: View, body: Span): Found<string | null> {
  const match = matchesIn(view, body, replyBy)[0];
  const day = match && dayIn(match.groups?.['date'] ?? '');
  return match && day !== undefined ? { value: day, at: [spanOf(match)] } : { value: null, at: [] };
}

const stop = /(?<!\b(?:No|Nos|Mr|Ms|Mrs|Dr|para|paras|art|arts|Ltd|Co|Inc))[.?!](?=["”’)]?\s+[\p{Lu}“"(]|\s*$)/gu;

/** The sentence that holds a span. */
function sentenceAround(view: View, span: Span): Span {
  const before = view.text.slice(0, Math.max(0, span.start));
  const previous = [...before.slice(-4000).matchAll(stop)].at(-1);
  const lead = previous
    ? Math.max(0, before.length - 4000) + previous.index + 1
    : Math.max(0, before.lastIndexOf('\n\n'));
  const rest = view.text.slice(span.end);
  const next = [...rest.slice(0, 4000).matchAll(stop)][0];
  const end = next ? span.end + next.index + 1 : Math.min(view.text.length, span.end + 4000);
  const start = lead + (/^["”’)\s]*/u.exec(view.text.slice(lead))?.[0].length ?? 0);
  return { start: Math.min(start, span.start), end };
}
