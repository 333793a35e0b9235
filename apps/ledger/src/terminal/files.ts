import { readFile } from 'node:fs/promises';

import { LedgerError } from '#libs/ledger';

import { usage } from './failure.js';

/** The bytes of a file named on the command line. */
export async function fileBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw usage(`${file}: ${reason}`);
  }
}

/** The text of a letter's file; a byte order mark stays, because evidence counts it. `LETTER_UNREADABLE` for PDF and what is not UTF-8. */
export function letterText(bytes: Uint8Array): string {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-')
    throw new LedgerError('LETTER_UNREADABLE', 'this is a PDF, which cannot be read yet: save its text and give that');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new LedgerError('LETTER_UNREADABLE', 'the file is not text in UTF-8', { cause });
  }
}
