import { mandateHeads, mandateList } from './mandates.js';
import type { MandateResolution } from './reading.js';
import { type Flag, type Found, matchesIn, phrase, type Span, spanOf, type View } from './view.js';

/** What the sentence in which the mandate holders introduce themselves says. */
export interface Capacity {
  readonly mandates: Found<string[]>;
  readonly resolutions: Found<string[]>;
  readonly pairs: readonly MandateResolution[];
  readonly flags: readonly Flag[];
}

const opening = phrase(
  String.raw`\bin (?:our|my) capacit(?:y|ies) as\b|\ben (?:nuestra|mi) calidad de\b|\ben (?:nos|notre|ma) qualités? de\b`,
);
const groundBegins = phrase(
  String.raw`,? \(?(?:and )?(?:pursuant to|in accordance with|under|de conformidad con|conformément (?:à|aux))(?= (?:the |la |las |les? )?(?:United Nations )?(?:Human Rights Council|General Assembly|HRC|Council|resolutions?|resoluci(?:ón|ones)|résolutions?|Consejo|Asamblea|Conseil))`,
);
const number = /(?<![\d/])\d{1,2}\/\d{1,3}(?![\d/])/gu;

/** Reads the capacity sentence: mandates, the resolutions they act under, and which belongs to which. */
export function capacityOf(view: View, body: Span): Capacity {
  const start = matchesIn(view, body, opening)[0];
  if (!start) return empty;
  const sentence = { start: start.index, end: sentenceEnd(view, start.index, body.end) };
  const grounds = matchesIn(view, sentence, groundBegins).map((match) => match.index);
  const pieces = piecesOf(view, sentence, grounds);
  const mandates = pieces.map(({ named }) => mandateList(view, named));
  const resolutions = pieces.map(({ ground }) => matchesIn(view, ground, number));
  return {
    mandates: { value: mandates.flatMap(({ value }) => value), at: mandates.flatMap(({ at }) => at) },
    resolutions: {
      value: resolutions.flat().map((match) => match[0]),
      at: resolutions.flat().map(spanOf),
    },
    ...paired(
      mandates.map(({ value }) => value),
      resolutions.map((list) => list.map((match) => match[0])),
    ),
  };
}

const empty: Capacity = { mandates: { value: [], at: [] }, resolutions: { value: [], at: [] }, pairs: [], flags: [] };

/** A full stop that begins a new sentence; titles and resolution numbers hold none. */
function sentenceEnd(view: View, start: number, limit: number): number {
  const stop = /\.(?=\s+[\p{Lu}“"]|\s*$)/u.exec(view.text.slice(start, limit));
  return stop ? start + stop.index : Math.min(limit, start + 3000);
}

/** The sentence as alternating mandates and grounds: `A and B, pursuant to …, and C, pursuant to …`. */
function piecesOf(view: View, sentence: Span, grounds: readonly number[]): { named: Span; ground: Span }[] {
  const pieces: { named: Span; ground: Span }[] = [];
  let from = sentence.start;
  for (const ground of grounds) {
    const next = mandateHeads(view, { start: ground, end: sentence.end })[0]?.index ?? sentence.end;
    pieces.push({ named: { start: from, end: ground }, ground: { start: ground, end: next } });
    from = next;
  }
  if (from < sentence.end && mandateHeads(view, { start: from, end: sentence.end }).length > 0)
    pieces.push({ named: { start: from, end: sentence.end }, ground: { start: sentence.end, end: sentence.end } });
  return pieces;
}

/** Letters print the resolutions in the order of the mandates, mostly: pairs by order are proposed and flagged, unequal lists are not paired. */
function paired(mandates: readonly string[][], resolutions: readonly string[][]): Pick<Capacity, 'pairs' | 'flags'> {
  const pairs: MandateResolution[] = [];
  const flags = new Map<string, Flag>();
  mandates.forEach((named, index) => {
    const ground = resolutions[index] ?? [];
    if (named.length !== ground.length) flags.set('RESOLUTIONS_NOT_PAIRED', notPaired);
    else {
      if (named.length > 1) flags.set('RESOLUTIONS_PAIRED_BY_ORDER', byOrder);
      named.forEach((mandate, place) => pairs.push({ mandate, resolution: ground[place] ?? '' }));
    }
  });
  return { pairs, flags: [...flags.values()] };
}

const notPaired: Flag = {
  code: 'RESOLUTIONS_NOT_PAIRED',
  message: 'The capacity sentence names other than one resolution for each mandate: which belongs to which is open.',
};
const byOrder: Flag = {
  code: 'RESOLUTIONS_PAIRED_BY_ORDER',
  message: 'Mandates and resolutions were paired in the order printed, which letters do not always keep.',
};
