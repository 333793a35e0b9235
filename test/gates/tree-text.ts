import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What git ignores; kept short enough to say here, so that the gate also works on an unpacked archive. */
const ignored = new Set(['.git', '.ledger', 'bench', 'coverage', 'dist', 'node_modules']);

/** Every file of the repository by its path from `folder`, in order. */
export function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name) || entry.name.endsWith('.log')) return [];
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

/** A folder of one person's or one machine's, and the host of a package registry: neither is true anywhere else. */
const foreign = [
  /(?<![\w.~-])\/(?:work|root|home\/[\w.-]+|Users\/[\w.-]+)\/[\w.-]/,
  /(?<![\w.~-])\/tmp\/bash_jobs/,
  /\b[A-Z]:\\Users\\/,
  /https?:\/\/[^/\s"'`]*(?:registry\.|npmjs|artifactory|nexus|verdaccio|goproxy)/,
];

/** The places (`path:line`) where a text speaks of the machine it was written on. */
export function machineTraces(path: string, bytes: Uint8Array, own: readonly string[] = ownPlaces()): string[] {
  if (bytes.includes(0)) return [];
  const lines = new TextDecoder().decode(bytes).split('\n');
  const traced = (line: string): boolean =>
    foreign.some((form) => form.test(line)) || own.some((place) => line.includes(place));
  return lines.flatMap((line, index) => (traced(line) ? [`${path}:${index + 1}`] : []));
}

/** This machine's own folders, unless they are as short as a word of prose. */
const ownPlaces = (): string[] => [process.cwd(), homedir()].filter((place) => place.split(/[\\/]/).length > 2);

export const tracesBelow = (folder: string): string[] =>
  filesBelow(folder).flatMap((path) => machineTraces(path, readFileSync(join(folder, path))));
