import { shownName, type ZipProblem } from './zip-problem.js';

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const maxNameBytes = 200;

/**
 * The rules for names in a bundle: segments of `[A-Za-z0-9._-]` that do not begin with `.`, separated by `/`, at most 200 bytes. So
 * no folder entry, no absolute path, no `..`, no drive letter, nothing that a file system could fold into another name.
 */
export function nameProblem(name: string): ZipProblem | undefined {
  const problem = (detail: string): ZipProblem => ({ code: 'ZIP_PATH', detail: `"${shownName(name)}" ${detail}` });
  if (name.length > maxNameBytes) return problem('is longer than 200 bytes');
  if (name.endsWith('/')) return problem('is a folder');
  if (!name.split('/').every((part) => segment.test(part))) return problem('is not a name a bundle may use');
  return undefined;
}

/** Names that are the same on a file system that does not tell capitals from small letters. */
export function duplicateNames(names: readonly string[]): ZipProblem[] {
  const seen = new Set<string>();
  const problems: ZipProblem[] = [];
  for (const name of names) {
    const folded = name.toLowerCase();
    if (seen.has(folded))
      problems.push({ code: 'ZIP_DUPLICATE', detail: `"${shownName(name)}" stands in the file more than once` });
    seen.add(folded);
  }
  return problems;
}
