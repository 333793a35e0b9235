import type { Citation } from './reading.js';
import { type Flag, type Found, joined, matchesIn, type Span, type View } from './view.js';

const symbol =
  /(?<![\p{L}\d/.])(?:I?CCPR|CEDAW|CRC|CAT|CED|CERD|CMW|CRPD|HRI|SPT|OPCAT|I?CESCR|ICERD|ICEDAW|UNW|HRC|ST|A|E|S)\/(?:(?=[A-Z\d])[\p{L}\d.()-]+|C\.12)(?:\/\s?[\p{L}\d.()-]+)+/gu;
const paragraphs =
  /^,?\s*\(?(?:at\s+)?(?:paragraphs?|paras?)\.?\s*(?<list>\d+(?:\s*\([a-z]\))?(?:\s*(?:[-–,]|and|to)\s*\d+(?:\s*\([a-z]\))?)*)/u;

/** Symbols that are printed with a wrong beginning often enough to be known; the issuing body's own form on the right. */
const misprints: readonly (readonly [RegExp, string])[] = [
  [/^ICCPR\//u, 'CCPR/'],
  [/^ICESCR\/C\//u, 'E/C.12/'],
  [/^I?CESCR\/C\.12\//u, 'E/C.12/'],
  [/^ICERD\//u, 'CERD/'],
  [/^ICEDAW\//u, 'CEDAW/'],
  [/^HRC\//u, 'A/HRC/'],
];

/** The UN documents a letter cites: symbol as printed and as it should read, with the paragraphs beside it, in order of appearance. */
export function citationsOf(view: View): Found<Citation[]> & { readonly flags: readonly Flag[] } {
  const found = new Map<string, { citation: Citation; at: Span }>();
  for (const match of matchesIn(view, { start: 0, end: view.text.length }, symbol)) {
    const printed = match[0].replace(/[.,]+$/u, '').replace(/(?<!\([^)]*)\)+$/u, '');
    const end = match.index + printed.length;
    const listed = paragraphs.exec(view.text.slice(end, end + 80))?.groups?.['list'];
    const text = joined(printed).replace(/\s/gu, '');
    const earlier = found.get(text);
    found.set(text, {
      citation: {
        printed: text,
        normalised: normalised(text),
        paragraphs: merged(earlier?.citation.paragraphs ?? [], listed),
      },
      at: earlier?.at ?? { start: match.index, end },
    });
  }
  const list = [...found.values()];
  const value = list.map(({ citation }) => citation);
  return {
    value,
    at: list.map(({ at }) => at),
    flags: value.filter((each) => each.printed !== each.normalised).map(misprinted),
  };
}

/** Each symbol once, as it should read: documents in order of appearance, then the resolutions of UN bodies. */
export function symbolsOf(citations: readonly Citation[]): string[] {
  const symbols = [...new Set(citations.map(({ normalised: right }) => right))];
  const isResolution = (each: string): boolean => /\/RES\//u.test(each);
  return [...symbols.filter((each) => !isResolution(each)), ...symbols.filter(isResolution)];
}

const normalised = (printed: string): string =>
  misprints.reduce((text, [wrong, right]) => text.replace(wrong, right), printed);

function merged(known: readonly string[], list: string | undefined): string[] {
  const next = (list ?? '').split(/,|\band\b/u).map((part) => joined(part).replace(/\s*(?:[-–]|to)\s*/u, '-'));
  return [...new Set([...known, ...next.filter((part) => part !== '')])];
}

const misprinted = ({ printed, normalised: right }: Citation): Flag => ({
  code: 'SYMBOL_MISPRINTED',
  message: `The symbol ${printed} is kept as printed; ${right} is probably meant.`,
});
