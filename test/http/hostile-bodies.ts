import fc from 'fast-check';

import type { Json } from '#libs/ledger';

import { changed } from './mutations.js';

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

/** What is sent where a body like the example belongs. */
export const jsonBody = (example: Json, values: readonly Json[]): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 3, arbitrary: changed(example, values).map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 2, arbitrary: nearlyJson(example) },
  );
