import { canonicalJson } from '#libs/ledger';
import { referenceDataFiles } from '../reference-data/reference-data-files.js';
import { confidentialityFiles } from './confidentiality.js';
import { entitlementFiles } from './entitlements.js';
import { figureDefinitions2025 } from './figure-definitions.js';
import type { Policy } from './policy.js';
import { reportWindows2010 } from './report-windows.js';
import { responseFiles } from './response.js';
import { separateTracks2010 } from './separate-tracks.js';

const policies: readonly Policy[] = [
  ...[confidentialityFiles, responseFiles].flatMap(({ printed, unprinted }) => [
    ...printed,
    ...Object.values(unprinted).flat(),
  ]),
  reportWindows2010,
  separateTracks2010,
  figureDefinitions2025,
  ...entitlementFiles,
];

export interface PolicyFile {
  readonly file: string;
  /** The exact text (RFC 8785) whose SHA-256 `PolicyAdopted` records. */
  readonly text: string;
}

/** Every policy and reference-data file in force, by file name. What is adopted is never edited: a change is a new file. */
export function policyFiles(): readonly PolicyFile[] {
  const contents = new Map<string, unknown>(policies.map((policy) => [policy.file, policy]));
  for (const [file, content] of Object.entries(referenceDataFiles)) contents.set(file, content);
  return [...contents]
    .map(([file, content]) => ({ file, text: canonicalJson(content) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
