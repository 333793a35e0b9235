import { deflateSync } from 'node:zlib';

/** Characters on a line, and lines on a page. */
const [width, height] = [95, 54];

/** The characters of Windows-1252 that are not where Unicode has them. */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** What a PDF is made with besides its text. */
export interface PdfOptions {
  /** The content of the first page instead of text, already compressed. */
  readonly content?: Buffer;
  readonly filter?: string;
  /** Entries of the trailer. */
  readonly trailer?: string;
}

/** A PDF of a text as a word processor makes one: pages of wrapped lines with numbers at their foot, each page one compressed stream. */
export function pdfOf(text: string, { content, filter = '/FlateDecode', trailer = '' }: PdfOptions = {}): Buffer {
  const pages =
    content === undefined ? pagesOf(text).map((lines, i) => deflateSync(contentOf(lines, i + 1))) : [content];
  const objects: Uint8Array[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(
      `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')}] >>`,
    ),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>'),
  ];
  for (const [i, stream] of pages.entries()) {
    const resources = '/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]';
    objects.push(Buffer.from(`<< /Type /Page /Parent 2 0 R ${resources} /Contents ${5 + 2 * i} 0 R >>`));
    const head = Buffer.from(`<< /Length ${stream.length} /Filter ${filter} >>\nstream\n`);
    objects.push(Buffer.concat([head, stream, Buffer.from('\nendstream')]));
  }
  return written(objects, trailer);
}

function written(objects: readonly Uint8Array[], trailer: string): Buffer {
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const places = objects.map((object, i) => {
    const place = parts.reduce((sum, part) => sum + part.length, 0);
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end, 'latin1')]);
}

function pagesOf(text: string): string[][] {
  const lines = text.split('\n').flatMap(wrapped);
  return Array.from({ length: Math.ceil(lines.length / height) }, (_, i) => lines.slice(i * height, (i + 1) * height));
}

const wrapped = (paragraph: string): string[] =>
  paragraph.match(new RegExp(`\\S.{0,${width - 1}}(?=\\s|$)|\\S{${width}}`, 'gu')) ?? [''];

function contentOf(lines: readonly string[], page: number): Buffer {
  const shown = lines.map((line) => (line === '' ? 'T*' : `(${escaped(line)}) Tj T*`));
  const foot = `BT /F1 10 Tf 290 30 Td (${page}) Tj ET`;
  return Buffer.from(`BT /F1 10 Tf 13 TL 60 780 Td\n${shown.join('\n')}\nET\n${foot}\n`, 'latin1');
}

const escaped = (line: string): string =>
  [...line]
    .map(encoded)
    .join('')
    .replace(/[()\\]/g, '\\$&');

function encoded(character: string): string {
  const place = windows.indexOf(character);
  return place < 0 ? character : String.fromCharCode(0x80 + place);
}
