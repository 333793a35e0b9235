import { readFileSync } from 'node:fs';

import { openZip, zipBytes } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { withManifest } from '#libs/testing';

/** The files of a bundle by name, a character per byte. */
export type Files = Map<string, string>;

/** The bundle again after an alteration, its manifest made to fit, so that only the statements can betray it. */
export async function repacked(bundle: string, alter: (files: Files) => void): Promise<Uint8Array> {
  const files = await unpacked(readFileSync(bundle));
  alter(files);
  return zipBytes(withManifest([...files].map(([name, text]) => ({ name, bytes: Buffer.from(text, 'latin1') }))));
}

/** The files of a zip by name, a character per byte. */
export async function unpacked(bytes: Uint8Array): Promise<Files> {
  const zip = openZip(bytes);
  if (!('names' in zip)) throw new LedgerError('INTERNAL', 'not a zip file');
  const files: Files = new Map();
  for (const name of zip.names) files.set(name, Buffer.from((await zip.read(name)) as Uint8Array).toString('latin1'));
  return files;
}

/** One digit of the letter's date, in the bytes that were signed. */
export function flipped(files: Files): void {
  const lines = (files.get('statements.jsonl') ?? '').split('\n');
  const altered = lines.map((line) =>
    line !== '' && claimsOf(line).typ === 'LetterSent' ? withOtherDate(line) : line,
  );
  files.set('statements.jsonl', altered.join('\n'));
}

function withOtherDate(line: string): string {
  const { position, jwt } = JSON.parse(line) as { position: number; jwt: string };
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const text = Buffer.from(payload, 'base64url').toString().replace('"on":"2025-03-10"', '"on":"2025-03-11"');
  const edited = [header, Buffer.from(text).toString('base64url'), signature].join('.');
  return `{"position":${position},"jwt":"${edited}"}`;
}

export function without(files: Files, stream: string, revision: number | 'last'): void {
  const lines = (files.get('statements.jsonl') ?? '').trimEnd().split('\n');
  const own = lines.filter((line) => claimsOf(line).sub === stream);
  const gone = revision === 'last' ? own.at(-1) : own[revision];
  files.set('statements.jsonl', lines.filter((line) => line !== gone).join('\n') + '\n');
}

export function droppedStream(files: Files): void {
  const lines = (files.get('statements.jsonl') ?? '').trimEnd().split('\n');
  files.set(
    'statements.jsonl',
    lines.filter((line) => claimsOf(line).sub !== 'communication-KHM-1-2025').join('\n') + '\n',
  );
  files.set('heads/KHM.txt', '');
}

function claimsOf(line: string): { sub: string; typ: string } {
  const { jwt } = JSON.parse(line) as { jwt: string };
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { sub: string; typ: string };
}
