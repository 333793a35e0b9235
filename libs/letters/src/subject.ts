import { type Found, joined, matchesIn, phrase, type Span, trimmed, type View } from './view.js';

const concerning = phrase(
  String.raw`\binformation (?:we|I) have received (?:concerning|regarding|on|about|relating to|in relation to) |\binformación (?:que hemos )?recibida (?:en relación con|sobre|relativa a) |\binformations? (?:que nous avons )?reçues? (?:concernant|relatives? (?:à|aux)) `,
);

/** What the letter says it is about: the words behind "information we have received concerning", up to the end of that sentence. */
export function subjectOf(view: View, body: Span): Found<string | null> {
  const opening = matchesIn(view, body, concerning)[0];
  if (!opening) return { value: null, at: [] };
  const start = opening.index + opening[0].length;
  const rest = view.text.slice(start, body.end);
  const stop =
    /(?<!\b(?:Mr|Ms|Mrs|Dr|No|Ltd|Co))\.(?=\s+\p{Lu}|\s*$)/mu.exec(rest)?.index ?? Math.min(rest.length, 2000);
  const span = trimmed(view, { start, end: start + stop });
  return { value: joined(view.text.slice(span.start, span.end)), at: [span] };
}
