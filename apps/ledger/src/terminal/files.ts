import { readFile } from 'node:fs/promises';

import { LedgerError } from '#libs/ledger';
import { letterText } from '#libs/letters';

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

/** The text of a letter's file. `LETTER_UNREADABLE` for PDF and what is not UTF-8. */
export function textOfFile(bytes: Uint8Array): string {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-')
    throw new LedgerError('LETTER_UNREADABLE', 'this is a PDF, which cannot be read yet: save its text and give that');
  return letterText(bytes);
}
