import { LedgerError } from '#libs/ledger';

/** A fault of the exchange's database as one of ours; it says no value. */
export function progressError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const { code, message } = error as Record<string, unknown>;
  return new LedgerError('PROGRESS_UNAVAILABLE', String(code ?? message ?? 'no answer'));
}
