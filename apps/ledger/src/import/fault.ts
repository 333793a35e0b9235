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

/** What a cell's reader throws: the fault of its column. */
export class CellFault extends Error {
  constructor(
    readonly column: Column,
    readonly code: ErrorCode,
    readonly reason: string,
  ) {
    super(`${column}: ${reason}`);
    this.name = 'CellFault';
  }
}

/** The faults that the readers of a row's cells throw, all of them; what is no fault is thrown on. */
export function faultsOf(readers: readonly (() => unknown)[]): Fault[] {
  return readers.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      const { column, code, reason } = error;
      return [{ column, code, reason }];
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
