import type { Signature } from './reading.js';
import { type Found, joined, type Span, type View } from './view.js';

const office =
  /^(?:The )?(?:(?:Acting |Vice-?)?Chair(?:person|-Rapporteur|man|woman)?\b|Member\b|Special Rapporteur|Independent Expert|Working Group|Special Representative|(?:Vice)?[Pp]resident[ea]\b|Relatora? Especial|Expert[oa] Independiente|Grupo de Trabajo|Rapporteu(?:r|se)\b|Experte?\b|Groupe de travail)/u;
const name = /^(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?\p{Lu}[\p{L}\p{M}.’'-]*(?: [\p{L}\p{M}.’'-]+){1,6}$/u;

/** Those who signed: a name on a line of its own, the office on the lines under it. */
export function signaturesOf(view: View, signatures: Span): Found<Signature[]> {
  const lines = linesOf(view, signatures);
  const names = lines.filter(
    (line, index) => name.test(line.text) && !office.test(line.text) && office.test(lines[index + 1]?.text ?? ''),
  );
  const value = names.map((line) => {
    const from = lines.indexOf(line) + 1;
    const next = lines.findIndex((other, index) => index > from && names.includes(other));
    const titleLines = lines.slice(from, next === -1 ? undefined : next);
    return { name: line.text, capacity: joined(titleLines.map(({ text }) => text).join(' ')) };
  });
  return { value, at: names.map(({ span }) => span) };
}

function linesOf(view: View, span: Span): { text: string; span: Span }[] {
  const text = view.text.slice(span.start, span.end);
  return [...text.matchAll(/[^\n]+/gu)]
    .map((match) => ({
      text: match[0].trim(),
      span: { start: span.start + match.index, end: span.start + match.index + match[0].trimEnd().length },
    }))
    .filter((line) => line.text !== '');
}
