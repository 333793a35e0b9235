import { parseReference, type ReferenceKey } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

/** A letter's address in a path: `…/KHM/1/2025`. */
export interface LetterAddress {
  readonly code: string;
  readonly serial: string;
  readonly year: string;
}

/** Throws `REFERENCE_INVALID` unless the three parts are written as they are printed. */
export function referenceAt({ code, serial, year }: LetterAddress): ReferenceKey {
  if (!/^[A-Z]{3}$/.test(code) || !/^[1-9]\d{0,5}$/.test(serial)) throw new LedgerError('REFERENCE_INVALID');
  return parseReference(`${code} ${serial}/${year}`);
}
