import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

import fc from 'fast-check';

import { pdfOf } from '#libs/testing';

const letter = readFileSync('examples/AL_KHM_1-2025.txt', 'utf8');
const pdf = pdfOf(letter);

/** Texts that are nearly a letter, or long enough to be trouble. */
const texts = [
  ...['', ' ', '\0', '\ufeff', letter.slice(0, 300), letter.toUpperCase(), letter.replace(/\n/g, '\r'), `${letter}\0`],
  ...[letter.replace('KHM 1/2025', 'XXX 0/0000'), letter.replace('10 March 2025', '31 February 2025')],
  ...['\n1. ?'.repeat(50_000), '\f'.repeat(100_000), `${letter}${'Mr. '.repeat(100_000)}`, ' '.repeat(1_048_577)],
].map((text) => Buffer.from(text));

/** Pages whose content, or the way it is packed, is the trouble. */
const pages = [
  pdfOf('', { content: deflateSync(Buffer.alloc(64 * 2 ** 20, 'q ')) }),
  pdfOf('', { content: deflateSync(Buffer.from('('.repeat(100_000))) }),
  pdfOf('', { content: deflateSync(Buffer.from('['.repeat(100_000))) }),
  pdfOf('', { content: Buffer.from('not compressed') }),
  pdfOf('', { content: Buffer.from('<0041>'), filter: '[/ASCIIHexDecode /LZWDecode /RunLengthDecode]' }),
  pdfOf('Excellency,', { trailer: '/Prev 0 /Encrypt 1 0 R /XRefStm 9999999999' }),
];

/** A PDF with some of its bytes changed, or its end lost. */
const damaged: fc.Arbitrary<Buffer> = fc.oneof(
  fc.nat(pdf.length).map((length) => Buffer.from(pdf.subarray(0, length))),
  fc
    .array(fc.tuple(fc.nat(pdf.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 })
    .map((changes) => changes.reduce((bytes, [at, byte]) => bytes.fill(byte, at, at + 1), Buffer.from(pdf))),
  fc
    .constantFrom('/Kids [2 0 R]', '/Count 999999999', '/Length 999999999', '/Parent 1 0 R')
    .map((entry) => Buffer.from(pdf.toString('latin1').replace(/\/(Kids|Count|Length|Parent)[^/>]*/, entry), 'latin1')),
);

/** What is sent where the file of a letter belongs. */
export const letterBody: fc.Arbitrary<Buffer> = fc.oneof(fc.constantFrom(...texts, ...pages), damaged);
