import { type ErrorCode, LedgerError } from '#libs/ledger';

import type { Column } from './columns.js';

/** Why one row or file is not recorded. Never holds what stands in a cell: an import may hold what is confidential. */
export interface Fault {
  readonly column?: Column;
  /** For a letter's file, the field of its record. */
  readonly field?: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** What the reader of a cell throws. */
export const cellFault = (column: Column, code: ErrorCode, reason: string): LedgerError =>
  new LedgerError(code, { path: column, reason });

/** The faults that the readers of a row's cells throw, all of them. */
export function faultsOf(readers: readonly (() => unknown)[]): Fault[] {
  return readers.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      const { code, details } = error;
      return details.map(({ path, reason }) => ({ column: path as Column, code, reason }));
    }
  });
}

/** The faults in a refusal, each at the column that its path was made from. */
export function faultsIn(
  { code, title, details }: LedgerError,
  columnAt: (path: string) => Column | undefined,
): Fault[] {
  if (details.length === 0) return [{ code, reason: title }];
  return details.map(({ path, reason }) => {
    const column = path === undefined ? undefined : columnAt(path);
    const said = reason === '' ? title : `${title}: ${reason}`;
    if (column !== undefined) return { column, code, reason: said };
    return path === undefined ? { code, reason: said } : { field: path, code, reason: said };
  });
}
