import { canonicalJson } from '#libs/ledger';
import { addressees2025 } from '../reference-data/addressees-2025.js';
import {
  confidentialityAlUa,
  confidentialityBefore2018,
  confidentialityOl,
  confidentialityPrinted,
} from './confidentiality.js';
import { responseAl, responseOl, responsePrinted, responseUa } from './response.js';

const windows = [
  confidentialityPrinted,
  confidentialityAlUa,
  confidentialityOl,
  confidentialityBefore2018,
  responsePrinted,
  responseAl,
  responseUa,
  responseOl,
];

export interface PolicyFile {
  readonly file: string;
  /** The exact text (RFC 8785) whose SHA-256 `PolicyAdopted` records. */
  readonly text: string;
}

/** Every policy and reference-data file in force, by file name. What is adopted is never edited: a change is a new file. */
export function policyFiles(): readonly PolicyFile[] {
  const files = windows.map((policy) => ({ file: policy.file, text: canonicalJson(policy) }));
  return [...files, { file: 'addressees.2025.json', text: canonicalJson(addressees2025) }].sort((a, b) =>
    a.file < b.file ? -1 : 1,
  );
}
