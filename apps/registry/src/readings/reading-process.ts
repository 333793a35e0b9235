import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';

import { LedgerError } from '#libs/ledger';
import { letterText, readLetter } from '#libs/letters';
import { pdfText } from '#libs/pdf';

/*
 * Reads one letter, in a process of its own that is given no secret and can be ended at any moment: the file may be made to take for ever or
 * all memory there is. The letter comes in on standard input, its media type as the argument; what was read goes out on standard output.
 */
new Worker(new URL('./reading-limits.js', import.meta.url)).unref();

async function answer(mediaType: string | undefined): Promise<object> {
  try {
    const bytes = await buffer(process.stdin);
    const text = mediaType === 'application/pdf' ? await pdfText(bytes) : letterText(bytes);
    return { text, reading: readLetter(text) };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return { code: error.code, details: error.details };
  }
}

process.stdout.write(JSON.stringify(await answer(process.argv[2])));
