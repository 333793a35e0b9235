import type { FastifyInstance } from 'fastify';

import { LedgerError, parseJson } from '#libs/ledger';

import { drained } from './drained.js';
import { pathOf } from './request.js';

/** Bytes of a JSON body. */
export const bodyLimit = 1_048_576;

/** Bodies that are files: they reach their controller as a stream, of any media type. */
const documentsPath = '/v1/documents';

/** JSON bodies are checked for duplicate members and values that cannot be kept before anything reads them; the raw bytes stay. */
export function acceptBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (pathOf(request) === documentsPath)
      return done(new LedgerError('MEDIA_TYPE', 'send the file as another media type'));
    request.rawBody = body as Buffer;
    try {
      done(null, parseJson(decode(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addContentTypeParser('*', (request, payload, done) => {
    if (pathOf(request) === documentsPath) done(null, payload);
    else drained(payload, bodyLimit, () => done(new LedgerError('MEDIA_TYPE', 'application/json is expected')));
  });
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new LedgerError('JSON_INVALID', 'the text is not UTF-8', { cause });
  }
}
