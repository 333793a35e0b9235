import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { policyFiles } from '#libs/domain';

/** SHA-256, in lowercase hex, of what a report was made with: the same ones make the same bytes again. */
export class SourceDigests {
  constructor(
    /** Of the files that lay a report out. */
    readonly template: string,
    /** Of every policy and reference-data file in force. */
    readonly referenceData: string,
    /** Of the files that decide what stands in a report. */
    readonly software: string,
  ) {}
}

/** The root of what runs: the folder in which `apps` and `libs` lie. */
const root = join(import.meta.dirname, '..', '..', '..');
const pure = ['ledger', 'domain', 'projections', 'integrity'].map((lib) => join('libs', lib, 'src'));

/** Reads the program's own files once. */
export async function digestsOfSources(): Promise<SourceDigests> {
  const referenceData = digestOf(policyFiles().map(({ file, text }) => [file, text]));
  const template = digestOf(await filesIn(join('apps', 'reporting', 'src', 'renditions')));
  const software = digestOf((await Promise.all(pure.map(filesIn))).flat());
  return new SourceDigests(template, referenceData, software);
}

type NamedText = readonly [name: string, text: string];

async function filesIn(folder: string): Promise<readonly NamedText[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  const own = names.filter((name) => /\.(?:js|ts)$/.test(name) && !/\.spec\.|\.d\.ts$/.test(name)).sort();
  return Promise.all(
    own.map(async (name): Promise<NamedText> => [join(folder, name), await readFile(join(root, folder, name), 'utf8')]),
  );
}

/** Over the names and texts with their lengths, so that no two lists read alike. */
function digestOf(files: readonly NamedText[]): string {
  const hash = createHash('sha256');
  for (const part of files.flat()) hash.update(`${Buffer.byteLength(part)}\n${part}\n`);
  return hash.digest('hex');
}
