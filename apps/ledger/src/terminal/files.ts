import { open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { letterText } from '#libs/letters';
import { type Json, LedgerError, parseJson } from '#libs/ledger';
import { isPdf, pdfText } from '#libs/pdf';

import { usage } from './failure.js';

/** The bytes of a file named on the command line. */
export async function fileBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') throw isFolder(file);
    throw usage(`${file}: ${code === 'ENOENT' ? 'there is no such file' : 'it cannot be read'}`);
  }
}

const isFolder = (path: string): Error => usage(`${path}: it is a folder, not a file`);

/** Refuses a folder where a file is meant. */
export async function refuseFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) throw isFolder(path);
}

/** What may be written over without asking: what this command writes itself, known by its first bytes. */
export interface Own {
  readonly name: string;
  readonly begins: (bytes: Uint8Array) => boolean;
}

/** Before anything is asked of a ledger: that its folder is there, and that nothing but what is the command's own is lost. */
export async function demandPlace(out: string, { name, begins }: Own): Promise<void> {
  const folder = dirname(out);
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw usage(`${out}: there is no folder ${folder}`);
  await refuseFolder(out);
  const found = await stat(out).catch(() => undefined);
  if (found?.isFile() && found.size > 0 && !begins(await firstBytes(out)))
    throw usage(`${out}: a file that is no ${name} is there already; name another, or remove that one`);
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const bytes = Buffer.alloc(64);
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return bytes;
  try {
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The JSON in a file. `JSON_INVALID` says where it is none, and nothing of what it holds. */
export function jsonIn(file: string, text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'JSON_INVALID') throw error;
    throw new LedgerError('JSON_INVALID', `${file}: ${faultIn(text)}`, { cause: error });
  }
}

function faultIn(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const said = parserWords(text);
  const at = Number(/at position (\d+)/u.exec(said)?.[1] ?? Number.NaN);
  if (/end of JSON/u.test(said) || at >= text.trimEnd().length) return 'it ends before what it began';
  if (Number.isNaN(at)) return 'it is not JSON from its beginning';
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** They may quote the text. */
function parserWords(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * The text of a letter's file, as text in UTF-8 or as a PDF. `LETTER_UNREADABLE` for anything else. Reading a PDF takes as long as its maker
 * wants: whoever runs a command can end it.
 */
export const textOfLetter = async (bytes: Uint8Array): Promise<string> =>
  isPdf(bytes) ? pdfText(bytes) : letterText(bytes);
