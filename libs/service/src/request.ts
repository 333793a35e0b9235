import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { LedgerError, type Role } from '#libs/ledger';

import { type Identity, publicIdentity } from './identity.js';
import { type Parameter, reads } from './openapi/described.js';

declare module 'fastify' {
  interface FastifyRequest {
    identity?: Identity;
    /** The bytes of a JSON body exactly as they came. */
    rawBody?: Buffer;
  }
}

/** A write as it came in: who asks, under which Idempotency-Key, and the raw bytes its fingerprint is made of. */
export interface CommandRequest {
  readonly identity: Identity;
  readonly key: string;
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  readonly body: Uint8Array;
  /** The stream revision named in `If-Match`, when there is one. */
  readonly ifMatch: number | undefined;
  /** What the ids of its events derive from when it did not come over HTTP (design page 3.1). */
  readonly derivation?: Derivation;
}

export interface Derivation {
  /** `kafka:<agency>`. */
  readonly scope: string;
  /** `ce_source` and `ce_id`. */
  readonly key: readonly [source: string, id: string];
}

const keyPattern = /^[\x21-\x7e]{1,200}$/;
const revisionPattern = /^"(0|[1-9][0-9]{0,14})"$/;

/** What every write is sent with. */
const writeHeaders: readonly Parameter[] = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'Chosen by the caller, another one for each write. The same request under the same key is answered again, not done again.',
    schema: { type: 'string', pattern: keyPattern.source },
  },
  {
    name: 'If-Match',
    in: 'header',
    description: 'The revision of the record that the caller has seen; the write is refused when there is a later one.',
    schema: { type: 'string', pattern: revisionPattern.source },
  },
];

export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

const identityOf = (request: FastifyRequest): Identity => request.identity ?? publicIdentity;

/** The identity of the caller; without a token, the public. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Identity =>
  identityOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The write itself. Refuses a missing or malformed `Idempotency-Key` (`IDEMPOTENCY_KEY_MISSING`) or `If-Match` (`REQUEST_INVALID`). */
export const Command = createParamDecorator(
  reads(
    (_: unknown, context: ExecutionContext): CommandRequest => {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      const key = request.headers['idempotency-key'];
      if (typeof key !== 'string' || !keyPattern.test(key))
        throw new LedgerError('IDEMPOTENCY_KEY_MISSING', '1 to 200 visible ASCII characters');
      const body = request.rawBody ?? new Uint8Array();
      const ifMatch = revisionOf(request.headers['if-match']);
      return { identity: identityOf(request), key, method: request.method, path: pathOf(request), body, ifMatch };
    },
    ...writeHeaders,
  ),
);

function revisionOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const revision = revisionPattern.exec(header)?.[1];
  if (revision === undefined)
    throw new LedgerError('REQUEST_INVALID', { path: 'If-Match', reason: 'a quoted stream revision' });
  return Number(revision);
}

/**
 * Throws `UNAUTHENTICATED` to the public and `FORBIDDEN` to others unless the caller has one of the roles. Returns the first of the allowed
 * that the caller has, in which the act is done: what stands on record must not hang on the order of the names in a token.
 */
export function requireRole(identity: Identity, allowed: readonly Role[]): Role {
  const role = allowed.find((one) => identity.roles.includes(one));
  if (role !== undefined) return role;
  throw new LedgerError(identity.subject === '' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
}
