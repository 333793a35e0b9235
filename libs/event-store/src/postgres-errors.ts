import { LedgerError } from '#libs/ledger';

/** SQLSTATE classes that mean our statement or its data was wrong: no retry will help. */
const ours = /^(22|23|42)/;

/**
 * A driver error as ours: INTERNAL when the server refused the statement itself, else STORE_UNAVAILABLE (connection lost, server
 * shutting down, disk full, …), after which the outcome is unknown. The driver's error is not kept as a cause: it carries the parameters.
 */
export function storeError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const { code, message, constraint_name: constraint } = error as Record<string, unknown>;
  if (typeof code === 'string' && code.length === 5 && ours.test(code)) {
    return new LedgerError(
      'INTERNAL',
      `the event store refused the statement (${code}${constraint === undefined ? '' : ` ${String(constraint)}`})`,
    );
  }
  return new LedgerError('STORE_UNAVAILABLE', String(message ?? code ?? error));
}

/** `known` when an append was refused because an event id is recorded already; throws every other error on. */
export function knownId(error: unknown): 'known' {
  const { code, constraint_name: constraint } = error as Record<string, unknown>;
  if (code === '23505' && constraint === 'event_id') return 'known';
  throw error;
}
