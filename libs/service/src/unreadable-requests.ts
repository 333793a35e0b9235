import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { LedgerError } from '#libs/ledger';

import { bodyLimit } from './bodies.js';
import { drained } from './drained.js';
import { problemOf, statusOf } from './problem-document.js';

const type = 'application/problem+json';
const refusal = new LedgerError('REQUEST_INVALID');
const body = JSON.stringify(problemOf(refusal));
const status = statusOf(refusal);

/** Refusals that come before there is a route, and so before the filter: they are problem documents too, and quote nothing. */
export const unreadable = {
  /** What Node's parser does not understand. The connection ends: nothing after it could be told apart. */
  clientErrorHandler(this: void, error: Error & { readonly code?: string }, socket: Socket): void {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const head = `HTTP/1.1 ${status} Bad Request\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}`;
    if (socket.writable) socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
    else socket.destroy();
  },

  /** A path that is not well encoded, or a parameter that is too long. */
  frameworkErrors(this: void, _error: Error, _request: FastifyRequest, reply: FastifyReply): void {
    void reply.status(status).type(type).send(body);
  },
} as const;

/** Nothing is read of a request to nowhere, and what `Expect` may ask for is `100-continue` only. */
export function refuseEarly(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) done();
    else drained(request.raw, bodyLimit, () => done(new LedgerError('ROUTE_UNKNOWN')));
  });
  server.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    });
    response.end(body);
  });
}
