import fc from 'fast-check';

import { canonicalJson, type Json } from '#libs/ledger';

import type { Operation } from './interface.js';
import { jsonBody } from './hostile-bodies.js';
import { letterBody } from './hostile-letters.js';
import {
  authorizations,
  keys,
  mediaTypes,
  methods,
  otherHeaders,
  plainParameters,
  queries,
  revisions,
  strangeSegments,
} from './hostile-parts.js';
import type { RawRequest } from './raw-request.js';

/** A request that nobody of good will sends, and the operation it is aimed at. */
export interface Hostile {
  readonly operation: Operation;
  readonly request: RawRequest;
}

export interface Aims {
  readonly operations: readonly Operation[];
  /** Values that stand in bodies, to be put where they do not belong. */
  readonly values: readonly Json[];
  /** Tokens of callers, with an empty one for the public. */
  readonly tokens: readonly string[];
}

/** Mostly the one, now and then the other: a request that is wrong in every respect is refused for the first of them only. */
const seldom = <T>(normal: fc.Arbitrary<T>, strange: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: normal }, { weight: 1, arbitrary: strange });

/** The path with its parameters filled, well or badly. */
const target = ({ path, method }: Operation): fc.Arbitrary<string> => {
  const pieces = path.split(/\{(\w+)\}/);
  const filled = pieces.map((piece, i) => {
    if (i % 2 === 0) return fc.constant(piece);
    const plain = fc.constantFrom(...(plainParameters[piece] ?? ['x']));
    return seldom(plain, fc.constantFrom(...strangeSegments));
  });
  const more = seldom(fc.constant(''), fc.constantFrom('/', '//', '/x', '/%2e%2e', '.json', '%00'));
  const query = method === 'GET' ? fc.constantFrom(...queries) : seldom(fc.constant(''), fc.constantFrom(...queries));
  return fc
    .tuple(fc.tuple(...filled), more, query)
    .map(([parts, tail, asked]) => sendable(parts.join('') + tail + asked));
};

/** A request line ends at a space, whatever the path means; everything else is sent as its bytes. */
const sendable = (text: string): string => Buffer.from(text.replace(/[ \r\n]/g, '%20'), 'utf8').toString('latin1');

/** Requests over all operations; no two under one key, so that none is answered from another. */
export const hostileRequest = ({ operations, values, tokens }: Aims): fc.Arbitrary<Hostile> =>
  fc.constantFrom(...operations).chain((operation) => {
    const parts = {
      method: seldom(fc.constant(operation.method), fc.constantFrom(...methods)),
      target: target(operation),
      ...bodyFor(operation, values),
      key: seldom(fc.uuid(), fc.constantFrom(...keys)),
      revision: seldom(fc.constant<string | undefined>(undefined), fc.constantFrom(...revisions)),
      authorization: seldom(fc.constantFrom(...tokens), fc.constantFrom(...authorizations)),
      others: seldom(fc.constant<Headers>([]), fc.array(fc.constantFrom(...otherHeaders), { maxLength: 3 })),
    };
    return fc.record(parts).map((made) => ({ operation, request: requestOf(operation, made) }));
  });

const takesLetter = ({ path, body }: Operation): boolean => path === '/v1/readings' && body === 'file';
const noBody = fc.constantFrom(undefined, Buffer.from('{}'));
const letterType = fc.constantFrom('text/plain', 'text/plain; charset=utf-8', 'application/pdf', 'application/pdf');
/** Milliseconds: a letter is read in a process of its own, which must first be started. */
const letterPatience = 60_000;

function bodyFor(
  operation: Operation,
  values: readonly Json[],
): { readonly body: fc.Arbitrary<Buffer | undefined>; readonly type: fc.Arbitrary<string> } {
  const strange = fc.constantFrom(...mediaTypes);
  if (takesLetter(operation)) return { body: letterBody, type: seldom(letterType, strange) };
  const body = operation.body === undefined ? noBody : jsonBody(operation.example ?? {}, values);
  return { body, type: seldom(fc.constant('application/json'), strange) };
}

type Headers = readonly (readonly [string, string])[];

interface Parts {
  readonly method: string;
  readonly target: string;
  readonly body: Buffer | undefined;
  readonly type: string;
  readonly key: string;
  readonly revision: string | undefined;
  readonly authorization: string;
  readonly others: Headers;
}

function requestOf(operation: Operation, made: Parts): RawRequest {
  const { method, body, type, key, revision, authorization, others } = made;
  const headers = [
    ...(body === undefined ? [] : [['Content-Type', type] as const]),
    ...(operation.method === 'GET' ? [] : [['Idempotency-Key', Buffer.from(key).toString('latin1')] as const]),
    ...(revision === undefined ? [] : [['If-Match', revision] as const]),
    ...(authorization === '' ? [] : [['Authorization', authorization] as const]),
    ...others,
  ];
  const patience = takesLetter(operation) && others.length === 0 ? { patience: letterPatience } : {};
  return { method, target: made.target, headers, ...patience, ...(body === undefined ? {} : { body }) };
}

/** One line that shows what was sent; long ones are cut. */
export const shown = ({ request: { method, target: at, headers, body } }: Hostile): string =>
  `${method} ${at.slice(0, 200)} ${canonicalJson(headers.map(([n, v]) => `${n}: ${v.slice(0, 80)}`))} ${body?.toString('latin1').slice(0, 300) ?? ''}`;
