import fc from 'fast-check';

import type { Json } from '#libs/ledger';

import { changed } from './mutations.js';

/** Text that is nearly the JSON of a value. */
function spoilt(value: Json): readonly string[] {
  const text = JSON.stringify(value);
  const inner = text.startsWith('{') && text !== '{}' ? text.slice(1, -1) : '"on":1';
  const added = [
    ...[inner, '"on":"2025-03-10"', '"__proto__":{"a":1}', '"constructor":{"prototype":{}}', '"\\u006fn":"2025"'],
    ...['"n":1e400', '"n":-0.1', '"n":9007199254740993', '"hasOwnProperty":1', '"then":1'],
  ].map((more) => `{${inner},${more}}`);
  const torn = [text, `[${text}]`, text.slice(0, -1), `${text}${text}`, `\ufeff${text}`, `${text}//`];
  const odd = [text.replace(/"/g, "'"), text.replace(/:/g, ':NaN,'), text.replace(/:"/, ':"\\u0000')];
  const surrogates = [text.replace(/"([^"]*)"$/, '"\\ud800"'), text.replace(/:"/, ':"\\udc00')];
  return [...added, ...torn, ...odd, ...surrogates, '', ' ', 'null', '0', '""', 'true', '[]', '[[]]', '{}'];
}

/** Bodies whose size, depth or bytes are the trouble. */
const outsized: fc.Arbitrary<Buffer> = fc.oneof(
  fc.constantFrom(65, 1000, 200_000).map((deep) => Buffer.from(`{"on":${'['.repeat(deep)}${']'.repeat(deep)}}`)),
  fc.constantFrom(65, 1000, 200_000).map((deep) => Buffer.from('{"a":'.repeat(deep) + '1' + '}'.repeat(deep))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(100_000, 1_048_576, 1_048_577, 3_000_000).map((size) => Buffer.alloc(size, 'a')),
  fc.constantFrom(50_000, 150_000).map((many) => Buffer.from(`{${numbered(many)}}`)),
  fc.constantFrom(50_000, 300_000).map((many) => Buffer.from(`{"documents":[${'{},'.repeat(many)}{}]}`)),
);

const numbered = (many: number): string => Array.from({ length: many }, (_, i) => `"k${i}":0`).join();

const notUtf8 = (value: Json): Buffer =>
  Buffer.concat([Buffer.from(JSON.stringify(value).slice(0, 20)), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('"}')]);

/** What is sent where a body like the example belongs. */
export const jsonBody = (example: Json, values: readonly Json[]): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 3, arbitrary: changed(example, values).map((value) => Buffer.from(JSON.stringify(value))) },
    { weight: 1, arbitrary: fc.constantFrom(...spoilt(example)).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.oneof(outsized, fc.constant(notUtf8(example))) },
  );
