import {
  AccessDeniedError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  StreamTombstonedError,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { LedgerError } from '#libs/ledger';

/**
 * An error of the client as ours. Everything that is not a plain refusal is STORE_UNAVAILABLE: connection refused or lost, server shutting
 * down, no leader, a deadline. After an append its outcome is then unknown.
 */
export function kurrentError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  if (error instanceof StreamDeletedError || error instanceof StreamTombstonedError) {
    return new LedgerError('STORE_FOREIGN', 'the stream was deleted');
  }
  if (error instanceof MaxAppendSizeExceededError) {
    const most = `${String(error.maxAppendSize)} bytes`;
    return new LedgerError('PAYLOAD_TOO_LARGE', `KurrentDB takes ${most} in one append; its setting is MaxAppendSize`);
  }
  if (error instanceof AccessDeniedError) return new LedgerError('STORE_UNAVAILABLE', accessDenied);
  const { type, message } = error as { type?: unknown; message?: unknown };
  return new LedgerError('STORE_UNAVAILABLE', `KurrentDB: ${[type, message].filter(isText).join(', ')}`);
}

export const accessDenied = 'KurrentDB refuses the credentials, which are sent over TLS only';

/** Whether the server has answered, so that the connection is sound. A server that is not the leader names it, and the client goes there. */
export const isAnswer = (error: unknown): boolean =>
  error instanceof WrongExpectedVersionError ||
  error instanceof StreamNotFoundError ||
  error instanceof StreamDeletedError ||
  error instanceof StreamTombstonedError ||
  error instanceof AccessDeniedError ||
  error instanceof MaxAppendSizeExceededError ||
  error instanceof NotLeaderError;

const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';
