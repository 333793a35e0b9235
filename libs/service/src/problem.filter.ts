import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { LedgerError } from '#libs/ledger';

import { problemOf, statusOf } from './problem-document.js';

/** Every error leaves as an RFC 9457 problem document with a stable `code`; nothing internal and no value of the request is in it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = this.asLedgerError(thrown);
    const status = statusOf(error);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    // What cannot be answered now may be in a moment, whatever the route says of its answers.
    const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
    void reply.status(status).headers(headers).send(problemOf(error));
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
