import { deflateSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { pdfOf, seedLetter } from '#libs/testing';

import { pdfText } from './pdf-text.js';

const words = (text: string): string[] =>
  text
    .replace(/\n\f|\n\d+\n/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
const unreadable = (reason: string) => ({ code: 'LETTER_UNREADABLE', details: [{ reason }] });
const secret = `<${'41'.repeat(32)}>`;

describe('the text of a PDF', () => {
  it(`is that of the letter it was made from, word for word (${seedLetter().which})`, async () => {
    const { text } = seedLetter();
    const pages = (await pdfText(pdfOf(text))).split('\n\f');
    expect(pages.length).toBeGreaterThan(5);
    // The number at the foot of each page stands on its last line.
    pages.forEach((page, i) => expect(page.endsWith(`\n${i + 1}`)).toBe(true));
    expect(words(pages.map((page) => page.slice(0, page.lastIndexOf('\n'))).join('\n'))).toEqual(words(text));
  });

  it('keeps the paragraphs apart', async () => {
    expect(await pdfText(pdfOf('One\ntwo\nthree\n\nfour'))).toMatch(/^One\ntwo\nthree\n\nfour\n/);
  });

  it.each([
    ['what is no PDF', Buffer.from('Excellency,'), 'it does not begin as a PDF'],
    ['a PDF in name only', Buffer.from('%PDF-1.7\nand nothing more'), 'the PDF is damaged'],
    ['a PDF that is cut short within its first object', pdfOf('Excellency,').subarray(0, 30), 'the PDF is damaged'],
    [
      'a PDF that needs a password',
      pdfOf('Excellency,', {
        trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${secret} /U ${secret} /P -4 >> /ID [${secret} ${secret}]`,
      }),
      'the PDF is encrypted',
    ],
    [
      'a scan',
      pdfOf('', { content: deflateSync(Buffer.from('q 1 0 0 1 0 0 cm Q')) }),
      'the PDF holds no text: of a scan, the text must be recognised first',
    ],
    ['a PDF of more pages than a letter has', pdfOf('Excellency,\n'.repeat(54 * 301)), 'it has more than 300 pages'],
  ])('is refused for %s', async (_, bytes, reason) => {
    await expect(pdfText(bytes)).rejects.toMatchObject(unreadable(reason));
  });
});
