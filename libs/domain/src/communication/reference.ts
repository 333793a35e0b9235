import { LedgerError } from '#libs/ledger';
import { isLetterType, type LetterType, letterTypes } from './letter-types.js';

/** What identifies a letter. The type printed before it is a label: serials are shared by all types of one code and year. */
export interface ReferenceKey {
  readonly code: string;
  readonly serial: number;
  readonly year: number;
}

/** A reference as printed on a letter; mandate file codes stood between type and code before about 2015. */
export interface Reference extends ReferenceKey {
  readonly type?: LetterType;
  readonly fileCodes: readonly string[];
}

/** Six figures are read as a number. */
export const largestSerial = 999_999;

const longest = 600;
const printed = /^(.*?)\b([A-Z]{3})\s?,?\s?(\d{1,6})\s?[/⁄∕／]\s?((?:19|20|21)\d{2})$/u;
const label = new RegExp(`^(${letterTypes.join('|')})(?: |$)`);

/**
 * Reads a printed reference: `AL KHM 1/2025`, `KHM 1/2025.`, `MWI, 2/2022`, `UA G/SO 214 (67-17) PHL 7/2012`. Spaces may be doubled, missing
 * around the stroke, or of any kind; closing punctuation is ignored. `REFERENCE_INVALID` for anything else; whether the code is an
 * addressee's is not asked here.
 */
export function parseReference(text: string): Reference {
  const match = text.length > longest ? null : printed.exec(tidy(text));
  if (match === null) throw new LedgerError('REFERENCE_INVALID');
  const [, before = '', code = '', serial, year] = match;
  const key = { code, serial: Number(serial), year: Number(year) };
  if (key.serial === 0) throw new LedgerError('REFERENCE_INVALID');
  const type = label.exec(before)?.[1];
  const between = before.slice(type?.length ?? 0).trim();
  if (type === undefined && between !== '' && !between.startsWith('G/SO')) throw new LedgerError('REFERENCE_INVALID');
  const fileCodes = splitFileCodes(between);
  return isLetterType(type) ? { type, fileCodes, ...key } : { fileCodes, ...key };
}

/** `AL KHM 1/2025`, or `KHM 1/2025` without a type: how a reference is named today, without its file codes. */
export const formatReference = ({ type, ...key }: ReferenceKey & { readonly type?: string }): string =>
  type === undefined ? referenceKey(key) : `${type} ${referenceKey(key)}`;

/** The reference as the letter printed it: `UA G/SO 214 (67-17) Assembly & Association (2010-1) PHL 7/2012`. */
export const formatPrintedReference = ({ type, fileCodes, ...key }: Reference): string =>
  [type, ...fileCodes, referenceKey(key)].filter((part) => part !== undefined).join(' ');

/** `KHM 1/2025`, the form in which events name a letter. */
export const referenceKey = ({ code, serial, year }: ReferenceKey): string => `${code} ${serial}/${year}`;

/** The stream of the letter itself: `communication-KHM-1-2025`. */
export const streamOf = (reference: ReferenceKey): string => `communication-${streamPart(reference)}`;

/** The stream of the work on the letter, which only staff read: `handling-KHM-1-2025`. */
export const handlingStreamOf = (reference: ReferenceKey): string => `handling-${streamPart(reference)}`;

/** The letter a communication or handling stream belongs to; `undefined` for any other stream. */
export function referenceOfStream(stream: string): ReferenceKey | undefined {
  const match = /^(?:communication|handling)-([A-Z]{3})-([1-9]\d{0,5})-([1-9]\d{3})$/.exec(stream);
  return match === null ? undefined : { code: match[1] ?? '', serial: Number(match[2]), year: Number(match[3]) };
}

const streamPart = ({ code, serial, year }: ReferenceKey): string => `${code}-${serial}-${year}`;

const tidy = (text: string): string =>
  text
    .replace(/[\s\u200B\u2060\uFEFF]+/gu, ' ')
    .trim()
    .replace(/[\s.,;:]+$/u, '');

/**
 * What stood between type and code: a series (`G/SO 218/2`), with the mandate's file in it (`G/SO 214 (33-27)`), or the mandate's name with
 * its year (`Health (2002-7)`).
 */
const series = /^G\/SO \d{3}(?:\/\d{1,2})?(?: ?\(\d{1,3}(?:-\d{1,3})*\))?/;
const named = /^\p{Lu}[\p{L}&,'’ -]{1,60}\(\d{4}(?:-\d{1,3})?\)/u;
/** Words of a sentence about another letter, which have no place in a mandate's name. */
const prose = /\b(?:our|your|we|this|that|see|sent|dated|letters?|reply|replies|refs?|references?|communications?)\b/i;
const mostFileCodes = 20;

/** `G/SO 214 (67-17) Assembly & Association (2010-1)` → both. Prose before a reference is not a list of file codes. */
function splitFileCodes(text: string): readonly string[] {
  const codes: string[] = [];
  for (let rest = text; rest !== ''; rest = rest.replace(/^ ?[,;]?(?: |$)/, '')) {
    const code = (series.exec(rest) ?? named.exec(rest))?.[0];
    if (code === undefined || prose.test(code) || codes.length === mostFileCodes)
      throw new LedgerError('REFERENCE_INVALID');
    codes.push(code);
    rest = rest.slice(code.length);
  }
  return codes;
}
