import { getResolvedPDFJS } from 'unpdf';

import { LedgerError } from '#libs/ledger';

import { pageText, type Run } from './page-text.js';

/** More pages than any letter has with its annexes. */
const mostPages = 300;
/** More text than any letter has, in UTF-16 units. */
const mostText = 1_048_576;

/** Whether bytes begin as a PDF. */
export const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';

/**
 * The text of a PDF that was made from text, page after page with a form feed between them. Throws `LETTER_UNREADABLE` for what is no PDF,
 * is encrypted, is too long or holds no text. How long it takes and how much memory is up to whoever made the file: call it where both are
 * bounded.
 */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  if (!isPdf(bytes)) throw unreadable('it does not begin as a PDF');
  const document = await opened(bytes);
  try {
    if (document.numPages > mostPages) throw unreadable(`it has more than ${mostPages} pages`);
    return await textOf(document);
  } finally {
    await document.cleanup();
  }
}

type Pdf = Awaited<ReturnType<Awaited<ReturnType<typeof getResolvedPDFJS>>['getDocument']>['promise']>;

/** Nothing in the file is run, drawn or fetched. */
async function opened(bytes: Uint8Array): Promise<Pdf> {
  const { getDocument } = await getResolvedPDFJS();
  // The reader takes the buffer for itself, so that it is given one of its own.
  const options = { data: Uint8Array.from(bytes), isEvalSupported: false, useSystemFonts: false, verbosity: 0 };
  try {
    return await getDocument({ ...options, disableFontFace: true }).promise;
  } catch (cause) {
    const encrypted = cause instanceof Error && cause.name === 'PasswordException';
    throw unreadable(encrypted ? 'the PDF is encrypted' : 'the PDF is damaged', cause);
  }
}

async function textOf(document: Pdf): Promise<string> {
  const pages: string[] = [];
  let length = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const text = await textOfPage(document, number);
    length += text.length;
    if (length > mostText) throw unreadable('it is longer than any letter');
    pages.push(text);
  }
  if (pages.every((text) => text.trim() === ''))
    throw unreadable('the PDF holds no text: of a scan, the text must be recognised first');
  return pages.join('\n\f');
}

async function textOfPage(document: Pdf, number: number): Promise<string> {
  try {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    return pageText(items.flatMap((item) => ('str' in item ? [runOf(item)] : [])));
  } catch (cause) {
    throw unreadable('the PDF is damaged', cause);
  }
}

const runOf = ({ str, transform, hasEOL }: { str: string; transform: unknown[]; hasEOL: boolean }): Run => ({
  text: str,
  y: Number(transform[5]),
  endsLine: hasEOL,
});

const unreadable = (reason: string, cause?: unknown): LedgerError =>
  new LedgerError('LETTER_UNREADABLE', reason, { cause });
