import fc from 'fast-check';

import { canonicalJson, type Json } from '#libs/ledger';

import type { Operation } from './interface.js';
import { changed } from './mutations.js';
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

const plainParameters: Readonly<Record<string, readonly string[]>> = {
  code: ['KHM', 'OTH', 'XXX', 'khm'],
  serial: ['1', '0', '99999999', '-1', '01', '1e3'],
  year: ['2025', '25', '0000', '99999'],
  id: ['00000000-0000-8000-8000-000000000001', '0', '00000000-0000-8000-8000-00000000000G'],
  digest: ['ab'.repeat(32), 'AB'.repeat(32), 'ab'],
  report: ['HRC60-communications', 'x'],
  type: ['LetterSent', 'constructor', '__proto__', 'toString'],
  ver: ['1', '2', '01', '1.0'],
  path: ['0/000', '0/x001/000', '8/../../x', '0/000.p/256', '63/999', '0/x999/x999/x999/x999/999'],
};

const strangeSegments = [
  ...['..', '.', '%2e%2e', '..%2f..%2fetc%2fpasswd', '%00', '%', '%zz', '%ff%fe', '%c0%af', '%ed%a0%80', '', ' '],
  ...[
    '%E2%80%AE',
    'é',
    '🙂',
    '*',
    ':id',
    '{id}',
    '\\..\\',
    ';a=b',
    "'%20or%201=1--",
    'a'.repeat(301),
    'a'.repeat(9000),
  ],
  ...['__proto__', 'constructor', 'null', 'undefined', 'NaN', '%0d%0aSet-Cookie:%20a=b', '%25', '//', '#'],
];

const queries = [
  ...[
    '',
    '?',
    '?a=b',
    '?asOf=',
    '?asOf=2025-03-10',
    '?asOf=9999-12-31',
    '?asOf[]=1',
    '?asOf=1&asOf=2',
    '?asOfPosition=0',
  ],
  ...[
    '?asOfPosition=999999999999999',
    '?asOfPosition=1e9',
    '?from=-1',
    '?from=0',
    '?from=999999999999999',
    '?from=2025',
  ],
  ...[
    '?atLeast=0',
    '?atLeast=999999',
    '?atLeast=x',
    '?atLeast=1&atLeast=2',
    '?kind=LetterSent',
    '?kind=,',
    '?__proto__=1',
  ],
  ...[
    '?constructor=1',
    '?%00=%00',
    '?a=%ff',
    '?a=%',
    `?kind=${'a,'.repeat(2000)}`,
    '?asOf=2025-03-10T00:00:00%2B14:00',
  ],
];

/** The path with its parameters filled, well or badly. */
const target = ({ path, method }: Operation): fc.Arbitrary<string> => {
  const pieces = path.split(/\{(\w+)\}/);
  const filled = pieces.map((piece, i) => {
    if (i % 2 === 0) return fc.constant(piece);
    const plain = fc.constantFrom(...(plainParameters[piece] ?? ['x']));
    return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom(...strangeSegments) });
  });
  const more = fc.constantFrom('', '', '', '', '/', '//', '/x', '/%2e%2e', '.json', '%00');
  const query = method === 'GET' ? fc.constantFrom(...queries) : fc.constantFrom('', '', '', ...queries);
  return fc
    .tuple(fc.tuple(...filled), more, query)
    .map(([parts, tail, asked]) => sendable(parts.join('') + tail + asked));
};

/** A request line ends at a space, whatever the path means; everything else is sent as its bytes. */
const sendable = (text: string): string => Buffer.from(text.replace(/[ \r\n]/g, '%20'), 'utf8').toString('latin1');

const mediaTypes = [
  ...[
    'application/json',
    'application/json; charset=utf-8',
    'application/json; charset=utf-16',
    'text/plain',
    'text/json',
  ],
  ...[
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/problem+json',
    'application',
    '',
  ],
  ...[
    'application/json, text/plain',
    'APPLICATION/JSON',
    'image/svg+xml',
    '*/*',
    'a/b/c',
    `text/${'x'.repeat(5000)}`,
    ';;;',
  ],
];
const keys = ['', ' ', 'k k', 'x'.repeat(200), 'x'.repeat(201), 'é', '\x7f', '\t', '0', '__proto__', "';--", 'a,b'];
const revisions = [
  '"0"',
  '"1"',
  '0',
  '*',
  'W/"0"',
  '""',
  '"-1"',
  '"1e3"',
  '"0", "1"',
  '"999999999999999"',
  'x'.repeat(4000),
];
const authorizations = [
  'Bearer',
  'Bearer x',
  'Bearer a.b.c',
  'Basic YTpi',
  '',
  `Bearer ${'a'.repeat(7000)}`,
  'bearer null',
];
const otherHeaders: readonly (readonly [string, string])[] = [
  ...([
    ['Accept', 'text/html'],
    ['Accept', 'x'.repeat(3000)],
    ['Expect', '200-ok'],
    ['Range', 'bytes=0-1'],
  ] as const),
  ...([
    ['Content-Encoding', 'gzip'],
    ['Content-Length', '5'],
    ['Content-Length', '-1'],
    ['Content-Length', 'x'],
  ] as const),
  ...([
    ['Transfer-Encoding', 'chunked'],
    ['Transfer-Encoding', 'gzip, chunked'],
    ['Host', ''],
    ['Host', 'a b'],
  ] as const),
  ...([
    ['X-HTTP-Method-Override', 'DELETE'],
    ['X-Forwarded-For', '::1'],
    ['Upgrade', 'websocket'],
    ['Upgrade', 'h2c'],
  ] as const),
  ...([
    ['Cookie', 'a=b'],
    ['Bad Header', 'x'],
    ['Ledger-Operator', 'a.b.c'],
    ['At-Least', '1'],
    ['Origin', 'null'],
  ] as const),
  ...([
    ['X-Large', 'x'.repeat(20_000)],
    ['If-None-Match', '*'],
    ['TE', 'trailers'],
    ['__proto__', 'x'],
  ] as const),
];

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'FOO',
  'QUERY',
  '',
];

/** Text that is nearly the JSON of a value. */
const nearlyJson = (value: Json): fc.Arbitrary<Buffer> => {
  const text = JSON.stringify(value);
  const inner = text.startsWith('{') && text !== '{}' ? text.slice(1, -1) : '"on":1';
  const depth = fc.constantFrom(65, 1000, 200_000);
  return fc.oneof(
    fc
      .constantFrom(
        ...[text, `{${inner},${inner}}`, `{${inner},"on":"2025-03-10"}`, `{${inner},"__proto__":{"a":1}}`, `[${text}]`],
        ...[
          `{${inner},"constructor":{"prototype":{}}}`,
          `{${inner},"\\u006fn":"2025"}`,
          text.slice(0, -1),
          `${text}${text}`,
        ],
        ...[
          `\ufeff${text}`,
          text.replace(/"/g, "'"),
          `${text}//`,
          text.replace(/:/g, ':NaN,'),
          '',
          ' ',
          'null',
          '0',
          '""',
        ],
        ...[
          text.replace(/"([^"]*)"$/, '"\\ud800"'),
          text.replace(/:"/, ':"\\u0000'),
          text.replace(/:"/, ':"\\udc00'),
          '[]',
        ],
        ...[`{${inner},"n":1e400}`, `{${inner},"n":-0.1}`, `{${inner},"n":9007199254740993}`, 'true', '[[]]', '{}'],
      )
      .map((made) => Buffer.from(made)),
    depth.map((deep) => Buffer.from(`{"on":${'['.repeat(deep)}${']'.repeat(deep)}}`)),
    depth.map((deep) => Buffer.from('{"a":'.repeat(deep) + '1' + '}'.repeat(deep))),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(100_000, 1_048_576, 1_048_577, 3_000_000).map((size) => Buffer.alloc(size, 'a')),
    fc
      .constantFrom(50_000, 150_000)
      .map((many) => Buffer.from(`{${Array.from({ length: many }, (_, i) => `"k${i}":0`).join()}}`)),
    fc.constant(
      Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from(text.slice(20))]),
    ),
  );
};

const jsonBody = (example: Json, values: readonly Json[]): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 3, arbitrary: changed(example, values).map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 2, arbitrary: nearlyJson(example) },
  );

/** Requests over all operations; no two under one key, so that none is answered from another. */
export function hostileRequest({ operations, values, tokens }: Aims): fc.Arbitrary<Hostile> {
  return fc.constantFrom(...operations).chain((operation) => {
    const body =
      operation.body === undefined
        ? fc.constantFrom(undefined, Buffer.from('{}'))
        : jsonBody(operation.example ?? {}, values);
    const usually = <T>(normal: fc.Arbitrary<T>, strange: fc.Arbitrary<T>): fc.Arbitrary<T> =>
      fc.oneof({ weight: 5, arbitrary: normal }, { weight: 1, arbitrary: strange });
    const type = usually(
      fc.constant(operation.body === 'file' ? 'application/json' : 'application/json'),
      fc.constantFrom(...mediaTypes),
    );
    const parts = {
      method: usually(fc.constant(operation.method), fc.constantFrom(...methods)),
      target: target(operation),
      body,
      type,
      key: usually(fc.uuid(), fc.constantFrom(...keys)),
      revision: usually(fc.constant<string | undefined>(undefined), fc.constantFrom(...revisions)),
      authorization: usually(fc.constantFrom(...tokens), fc.constantFrom(...authorizations)),
      others: usually(
        fc.constant<readonly (readonly [string, string])[]>([]),
        fc.array(fc.constantFrom(...otherHeaders), { maxLength: 3 }),
      ),
    };
    return fc
      .record(parts)
      .map(({ method, target: at, body: sent, type: media, key, revision, authorization, others }) => ({
        operation,
        request: {
          method,
          target: at,
          headers: [
            ...(sent === undefined ? [] : [['Content-Type', media] as const]),
            ...(operation.method === 'GET' ? [] : [['Idempotency-Key', Buffer.from(key).toString('latin1')] as const]),
            ...(revision === undefined ? [] : [['If-Match', revision] as const]),
            ...(authorization === '' ? [] : [['Authorization', authorization] as const]),
            ...others,
          ],
          ...(sent === undefined ? {} : { body: sent }),
        },
      }));
  });
}

/** One line that shows what was sent; long ones are cut. */
export const shown = ({ request: { method, target: at, headers, body } }: Hostile): string =>
  `${method} ${at.slice(0, 200)} ${canonicalJson(headers.map(([n, v]) => `${n}: ${v.slice(0, 80)}`))} ${body?.toString('latin1').slice(0, 300) ?? ''}`;
