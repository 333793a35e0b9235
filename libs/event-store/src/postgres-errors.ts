import { LedgerError } from '#libs/ledger';

/** SQLSTATE classes that mean our statement or its data was wrong: no retry will help. */
const ours = /^(22|23|42)/;

/** Of those, what an operator can cause and mend: rights taken away, tables gone while a backup is being put back. */
const theirs = ['42501', '42P01'];

/**
 * A driver error as ours: INTERNAL when the server refused the statement itself, else STORE_UNAVAILABLE (connection lost or refused, server
 * shutting down, disk full, read-only, …), after which the outcome is unknown. The driver's error is not kept as a cause: it carries the
 * parameters.
 */
export function storeError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const { code, message, severity, constraint_name: constraint } = error as Record<string, unknown>;
  // A connection that could not be made is FATAL, whatever its code: a role or a password may be put right while we run.
  const refused = typeof code === 'string' && code.length === 5 && ours.test(code) && severity !== 'FATAL';
  if (refused && !theirs.includes(code)) {
    return new LedgerError(
      'INTERNAL',
      `the event store refused the statement (${code}${constraint === undefined ? '' : ` ${String(constraint)}`})`,
    );
  }
  // A name with several addresses fails with an error that has a code and nothing to say.
  return new LedgerError('STORE_UNAVAILABLE', String(message === '' ? code : (message ?? code ?? error)));
}

/** `known` when an append was refused because an event id is recorded already; throws every other error on. */
export function knownId(error: unknown): 'known' {
  const { code, constraint_name: constraint } = error as Record<string, unknown>;
  if (code === '23505' && constraint === 'event_id') return 'known';
  throw error;
}

/** Throws every error on but that a payload is no text: it was altered, or has characters that the encoding of the database has not. */
export function refuseAllButNoText(error: unknown): void {
  const { code } = error as Record<string, unknown>;
  if (code !== '22021' && code !== '22P05') throw error;
}

/** The SQLSTATE or system code of a driver error; undefined for ours. */
export const codeOf = (error: unknown): unknown =>
  error instanceof LedgerError ? undefined : (error as { code?: unknown }).code;
