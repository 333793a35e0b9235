import type { Duplex } from 'node:stream';

import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { type ErrorCode, type ErrorKind, LedgerError } from '#libs/ledger';

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

const problemType = 'application/problem+json';

const problemOf = (error: LedgerError): object => ({
  type: 'about:blank',
  title: error.title,
  status: statusOf(error),
  code: error.code,
  detail: error.message,
  errors: error.details,
});

/** What is refused before it reaches a route, such as an address that cannot be decoded, is refused in the same form. */
export function refuseUnrouted(reply: FastifyReply): void {
  const error = new LedgerError('REQUEST_INVALID');
  void reply.status(statusOf(error)).header('content-type', problemType).send(problemOf(error));
}

/** What is no HTTP request is answered on the bare connection, which is then closed. */
export function refuseUnreadable(socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(problemOf(new LedgerError('REQUEST_INVALID')));
  const head = [
    'HTTP/1.1 400 Bad Request',
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Every error leaves as an RFC 9457 problem document with a stable `code`; nothing internal and no value of the request is in it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = this.asLedgerError(thrown);
    const status = statusOf(error);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(status).header('content-type', problemType).send(problemOf(error));
  }

  private asLedgerError(thrown: unknown): LedgerError {
    if (thrown instanceof LedgerError) {
      if (thrown.kind === 'broken') this.logger.error(thrown.message);
      return thrown;
    }
    const status = statusNumber(thrown);
    if (status === 404) return new LedgerError('ROUTE_UNKNOWN');
    if (status === 413) return new LedgerError('BODY_TOO_LARGE');
    if (status === 415) return new LedgerError('MEDIA_TYPE');
    if (status !== undefined && status < 500) return new LedgerError('REQUEST_INVALID');
    this.logger.error(
      thrown instanceof Error ? (thrown.stack ?? thrown.message) : 'a value that is no error was thrown',
    );
    return new LedgerError('INTERNAL');
  }
}

function statusNumber(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}
