import type { FastifyInstance } from 'fastify';

import { type Json, LedgerError, parseJson } from '#libs/ledger';

import { drained } from './drained.js';
import { pathOf } from './request.js';
import { sayable } from './validation.js';

/** Bytes of a JSON body. */
export const bodyLimit = 1_048_576;

const anyMedia = '*/*';
/** Bodies that are files reach their controller as a stream: at these paths, of these media types. Any means any but JSON. */
const fileTypes: Readonly<Record<string, readonly string[]>> = {
  '/v1/documents': [anyMedia],
  '/v1/readings': ['text/plain', 'application/pdf'],
};

/** What a file may be at a path; undefined where bodies are no files. */
export const fileTypesAt = (path: string): readonly string[] | undefined =>
  Object.hasOwn(fileTypes, path) ? fileTypes[path] : undefined;

/** JSON bodies are checked for duplicate members and values that cannot be kept before anything reads them; the raw bytes stay. */
export function acceptBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (fileTypesAt(pathOf(request)) !== undefined)
      return done(new LedgerError('MEDIA_TYPE', 'send the file as another media type'));
    request.rawBody = body as Buffer;
    try {
      done(null, readJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addContentTypeParser('*', (request, payload, done) => {
    const expected = fileTypesAt(pathOf(request)) ?? ['application/json'];
    if (isOneOf(expected, request.headers['content-type'] ?? '')) done(null, payload);
    else drained(payload, bodyLimit, () => done(new LedgerError('MEDIA_TYPE', `${expected.join(' or ')} is expected`)));
  });
}

/** Text is taken in UTF-8 only: another `charset` would be read as something else than was meant. */
function isOneOf(types: readonly string[], header: string): boolean {
  if (types.includes(anyMedia)) return true;
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?(?:utf-8|us-ascii)"?$/.test(charset);
  return types.includes(type) && isUtf8;
}

/**
 * A JSON text that may become an event, from a body or a message. Throws `JSON_INVALID`, `JSON_DUPLICATE_KEY`, `JSON_VALUE`,
 * `BODY_INVALID` or `BODY_TOO_LARGE`; none of them quotes the text.
 */
export function readJson(bytes: Uint8Array): Json {
  try {
    return kept(parseJson(decode(bytes)));
  } catch (error) {
    throw withoutNames(error as Error);
  }
}

/** More values than the largest event holds; what checks a body takes time for each. */
const mostValues = 10_000;

/** Refuses what no payload class could refuse: too many values, and a member that JavaScript takes for something else than a member. */
function kept(body: Json): Json {
  const open: Json[] = [body];
  let values = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (++values > mostValues) throw new LedgerError('BODY_TOO_LARGE', `more than ${mostValues} values`);
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__'))
      throw new LedgerError('BODY_INVALID', 'a member has a name that no event has');
    for (const member of Object.values(value)) open.push(member);
  }
  return body;
}

/** The names of members came with the body: only those that look like a member's are said again, as in a body that is refused later. */
function withoutNames(error: Error): Error {
  if (!(error instanceof LedgerError)) return error;
  const details = error.details.map(({ path, reason }) => ({
    ...(path !== undefined && { path: path.split('/').map(sayable).join('/') }),
    reason,
  }));
  return new LedgerError(error.code, details, { cause: error.cause });
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new LedgerError('JSON_INVALID', 'the text is not UTF-8', { cause });
  }
}
