import type { ErrorCode, ErrorKind, JsonObject, LedgerError } from '#libs/ledger';

const statusOfKind: Record<ErrorKind, number> = {
  invalid: 422,
  conflict: 409,
  missing: 404,
  forbidden: 403,
  broken: 503,
};

/** Where HTTP has a status of its own for what happened, it is used instead of the kind's. */
const statusOfCode: Partial<Record<ErrorCode, number>> = {
  JSON_INVALID: 400,
  JSON_DUPLICATE_KEY: 400,
  JSON_VALUE: 400,
  REQUEST_INVALID: 400,
  IDEMPOTENCY_KEY_MISSING: 400,
  UNAUTHENTICATED: 401,
  REVISION_MISMATCH: 412,
  BODY_TOO_LARGE: 413,
  MEDIA_TYPE: 415,
  KEY_REUSED: 422,
  INTERNAL: 500,
};

export const statusOf = (error: LedgerError): number => statusOfCode[error.code] ?? statusOfKind[error.kind];

/** The RFC 9457 problem document of a refusal. */
export const problemOf = (error: LedgerError): JsonObject => ({
  type: 'about:blank',
  title: error.title,
  status: statusOf(error),
  code: error.code,
  detail: error.message,
  errors: error.details.map((detail) => ({ ...detail })),
});
