/** Why a zip file is not one that a bundle may be; the codes are those of the findings of check "files". */
export type ZipCode = 'ZIP_INVALID' | 'ZIP_PATH' | 'ZIP_DUPLICATE' | 'ZIP_LIMIT' | 'ZIP_FEATURE';

export interface ZipProblem {
  readonly code: ZipCode;
  readonly detail: string;
}

/** What is said of a file that does not even begin as a zip file. */
export const noZipFile = 'the file is no zip file';

/** A name as it may be shown: control characters and everything beyond ASCII replaced, cut after 80 characters. */
export function shownName(name: string): string {
  const safe = name.replace(/[^\x20-\x7e]/g, '?');
  return safe.length > 80 ? `${safe.slice(0, 80)}…` : safe;
}
