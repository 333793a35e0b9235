import { type Found, joined, matchesIn, phrase, type Span, trimmed, type View } from './view.js';

const head = phrase(
  String.raw`\b(?:Special Rapporteur|Working Group|Independent Expert|Special Representative|Relatora? Especial|Grupo de Trabajo|Expert[oa] Independiente|Rapporteu(?:r|se) spéciale?|Groupe de travail|Experte? indépendante?)\b`,
);
const title = phrase(String.raw`^(?:Mandates? of|Mandatos? de|Mandats? d[eu’'])`, 'gimu');
const titleEnd =
  /^(?:(?:Our )?Ref\b|REF|Réf|Referencia|\d{1,2} |Palais|PALAIS|Tel|TEL|TÉL|E-?mail|Fax|HAUT|OFFICE|NATIONS|UNITED NATIONS|Address|\()|\b(?:Palais des Nations|PALAIS DES NATIONS)\b/mu;
const joint =
  /[\s;,]*(?:\b(?:and|y|et|as well as|así como)\b\s*)?(?:\b(?:of|du|des?|del?)\b\s*)?(?:\b(?:the|el|la|le)\b\s*)?(?:l[’'])?[\s;,]*$/iu;

/** Where mandate titles begin: each match is one mandate. */
export const mandateHeads = (view: View, span: Span): RegExpExecArray[] => matchesIn(view, span, head);

/**
 * Mandate titles listed in a span. Titles themselves hold commas and `and`, so a list is cut where the next title begins, and the joint
 * before it (`; the`, `and`) dropped.
 */
export function mandateList(view: View, span: Span): Found<string[]> {
  const heads = mandateHeads(view, span);
  const at = heads.map((match, index) => {
    const end = heads[index + 1]?.index ?? span.end;
    const text = view.text.slice(match.index, end);
    return trimmed(view, { start: match.index, end: match.index + text.replace(joint, '').length });
  });
  return { value: at.map(({ start, end }) => joined(view.text.slice(start, end)).replace(/[.;,]$/u, '')), at };
}

/** The mandates named at the top of the letter, before reference, date and letterhead. */
export function headerMandates(view: View, header: Span): Found<string[]> {
  const opening = matchesIn(view, header, title)[0];
  const start = opening?.index ?? mandateHeads(view, header)[0]?.index;
  if (start === undefined) return { value: [], at: [] };
  const rest = view.text.slice(start, header.end);
  const firstLine = rest.indexOf('\n') + 1;
  const end = firstLine === 0 ? -1 : rest.slice(firstLine).search(titleEnd);
  return mandateList(view, { start, end: end === -1 ? header.end : start + firstLine + end });
}
