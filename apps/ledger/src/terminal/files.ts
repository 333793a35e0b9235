import { readFile } from 'node:fs/promises';

import { letterText } from '#libs/letters';
import { isPdf, pdfText } from '#libs/pdf';

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

/**
 * The text of a letter's file, as text in UTF-8 or as a PDF. `LETTER_UNREADABLE` for anything else. Reading a PDF takes as long as its maker
 * wants: whoever runs a command can end it.
 */
export const textOfLetter = async (bytes: Uint8Array): Promise<string> =>
  isPdf(bytes) ? pdfText(bytes) : letterText(bytes);
