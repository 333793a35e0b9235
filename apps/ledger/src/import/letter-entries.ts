import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseReference } from '#libs/domain';
import { type JsonObject, LedgerError } from '#libs/ledger';

import { envelopeOfLetter } from '../record/from-letter.js';
import { usage } from '../terminal/failure.js';
import type { Draft, Entry } from './entry.js';
import { faultsIn } from './fault.js';

/**
 * The letters of a folder, by name: every file, and every link to one, whose name ends with `.txt`. Each is read as `record --yes` reads it, so that doubtful
 * numbers and unmarked names are refused.
 */
export async function* letterEntries(folder: string): AsyncGenerator<Entry> {
  const found = await readdir(folder, { withFileTypes: true });
  const names = found
    .filter((file) => !file.isDirectory() && /^[^.].*\.txt$/iu.test(file.name))
    .map(({ name }) => name);
  if (names.length === 0) throw usage(`${folder}: no file in it has a name that ends with .txt`);
  names.sort();
  for (const [index, name] of names.entries())
    yield { place: { file: name }, part: (index + 1) / names.length, read: await readLetterFile(folder, name) };
}

async function readLetterFile(folder: string, name: string): Promise<Entry['read']> {
  const file = join(folder, name);
  try {
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new LedgerError('LETTER_UNREADABLE', 'the file cannot be opened', { cause });
    });
    const envelope = await envelopeOfLetter(file, bytes, { yes: true, restsOn: 'import' });
    if (envelope === undefined) return [];
    return draftOf(envelope, { name, bytes });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return faultsIn(error, () => undefined);
  }
}

function draftOf(
  { data, references: [reference = ''] }: { readonly data: JsonObject; readonly references: readonly string[] },
  document: NonNullable<Draft['document']>,
): Draft {
  const key = parseReference(reference);
  return { kind: 'letter', reference, key, body: data, after: [], document, columnAt: () => undefined };
}
