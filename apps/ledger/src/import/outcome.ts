import { type ErrorCode, LedgerError } from '#libs/ledger';

import type { Fault } from './fault.js';

/** What became of a row or file. */
export type Outcome =
  | { readonly what: 'recorded' | 'already_there'; readonly types: readonly string[] }
  | { readonly what: 'refused'; readonly faults: readonly Fault[] };

export const refused = (faults: readonly Fault[]): Outcome => ({ what: 'refused', faults });
export const alreadyThere: Outcome = { what: 'already_there', types: [] };

const ofEveryRow: readonly ErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN', 'ROUTE_UNKNOWN'];

/** A refusal of this row alone; anything else would be the same for every row, and is thrown on. */
export function refusalOfRow(error: unknown): LedgerError {
  const isOfRow = error instanceof LedgerError && error.kind !== 'broken' && !ofEveryRow.includes(error.code);
  if (!isOfRow) throw error;
  return error;
}
