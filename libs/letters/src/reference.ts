import { addresseeName, isAddresseeCode, isOtherActor, type LetterType, parseReference } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { type Flag, joined, matchesIn, phrase, type Span, trimmed, type View } from './view.js';

/** The reference as its `Ref.:` line prints it. */
export interface PrintedReference {
  readonly type: LetterType | null;
  readonly fileCodes: readonly string[];
  readonly code: string;
  readonly addresseeName: string;
  readonly serial: number;
  readonly year: number;
  readonly span: Span;
  readonly flags: readonly Flag[];
}

const marker =
  /(?<![\p{L}])(?:(?:Our )?Ref|REF|Réf|RÉF|(?:Our )?Reference|REFERENCE|Référence|RÉFÉRENCE|Referencia|REFERENCIA)\s?(?:\.\s?:?|:)\s*/gu;
const key = phrase(String.raw`^[^:]{0,240}?\b[A-Z]{3} ?,? ?\d{1,4} ?[/⁄∕／] ?(?:19|20)\d\d(?!\d)`, 'u');
const scannedKey = phrase(String.raw`^[^:]{0,240}?\b[A-Z]{3} ?,? \d{1,3}(?=(?:19|20)\d\d(?!\d))`, 'u');

/**
 * The reference of the letter itself. Only a marked line above the salutation is believed: prose, and a reference that merely stands
 * on the page, never are. Throws `LETTER_WITHOUT_REFERENCE`, `REFERENCE_INVALID` or `ADDRESSEE_UNKNOWN`.
 */
export function printedReference(view: View, header: Span): PrintedReference {
  const lines = markedLines(view, header);
  const read = lines.map((line) => parseLine(view, line)).filter((found) => found !== undefined);
  const own = read.find((found) => asksToUseIt(view, found.span)) ?? read[0];
  if (own === undefined) throw withoutReference(view, lines);
  const name = addresseeName(own.code);
  if (name === undefined || !(isAddresseeCode(own.code) || isOtherActor(own.code)))
    throw new LedgerError('ADDRESSEE_UNKNOWN', { path: 'addresseeCode', reason: `the reference names ${own.code}` });
  const others = read.filter(
    (found) => found.code !== own.code || found.serial !== own.serial || found.year !== own.year,
  );
  const several: Flag[] = others.map((found) => ({
    code: 'SEVERAL_REFERENCES',
    message: `The header also carries the reference line ${found.code} ${found.serial}/${found.year}.`,
  }));
  return { ...own, addresseeName: name, flags: [...own.flags, ...several] };
}

/** Spans from a marker to the end of what may belong to its reference. */
function markedLines(view: View, header: Span): Span[] {
  return matchesIn(view, header, marker)
    .filter((match) => standsFree(view, match.index))
    .map((match) => ({
      start: match.index + match[0].length,
      end: Math.min(header.end, match.index + match[0].length + 260),
    }));
}

/** Before the marker its line holds nothing but, at most, the letter's date; `Your ref.:` and prose are somebody else's reference. */
function standsFree(view: View, index: number): boolean {
  const line = view.text.slice(view.text.lastIndexOf('\n', index - 1) + 1, index).trim();
  return line === '' || /^(?:[\p{L} ]{2,20}, )?\S+(?: (?:de )?\p{L}+){1,2},? (?:del? )?\d{4}[ ,;.–-]*$/u.test(line);
}

function parseLine(view: View, line: Span): Omit<PrintedReference, 'addresseeName'> | undefined {
  const text = view.text.slice(line.start, line.end);
  const clean = key.exec(text)?.[0];
  const scanned = clean === undefined ? scannedKey.exec(text)?.[0] : undefined;
  const cut = clean ?? scanned;
  if (cut === undefined) return undefined;
  const { type = null, ...printed } = parseReference(
    scanned === undefined ? joined(cut) : `${joined(cut)}/${text.slice(cut.length, cut.length + 4)}`,
  );
  const length = scanned === undefined ? cut.length : cut.length + 4;
  const span = trimmed(view, { start: line.start, end: line.start + length });
  const flags: Flag[] = [];
  if (scanned !== undefined)
    flags.push({
      code: 'REFERENCE_SCANNED',
      message: 'The stroke between serial and year is missing; it was put back.',
    });
  if (type === null)
    flags.push({ code: 'REFERENCE_WITHOUT_TYPE', message: 'The reference line prints no type (AL, UA, OL).' });
  return { ...printed, type, span, flags };
}

function asksToUseIt(view: View, span: Span): boolean {
  return phrase(String.raw`^\s*\((?:Please use|Sírvase|Veuillez|Por favor)`, 'iu').test(
    view.text.slice(span.end, span.end + 60),
  );
}

function withoutReference(view: View, lines: readonly Span[]): LedgerError {
  const first = lines[0];
  const printed = first && joined(view.text.slice(first.start, first.end).split('\n')[0] ?? '');
  if (printed)
    return new LedgerError('REFERENCE_INVALID', { path: 'reference', reason: 'the reference line does not hold one' });
  return new LedgerError('LETTER_WITHOUT_REFERENCE', {
    path: 'reference',
    reason: 'no line marked "Ref.:" stands above the salutation',
  });
}
