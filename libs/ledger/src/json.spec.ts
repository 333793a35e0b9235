import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, isCanonicalJson } from './json.js';

const seed = Date.now() % 1_000_000;
console.log(`seed of the random values: ${seed}`);

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\n', '\u001f', '\u007f', 'é', '𝄞'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.maxSafeInteger(),
    fc.constantFrom(null, true, false, 0, -0, 1.5, 1e21),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

/** What canonicalJson makes of a value, or that it refuses it. */
function canonicalOf(parsed: unknown): string | undefined {
  try {
    return canonicalJson(parsed);
  } catch {
    return undefined;
  }
}

function isCanonical(json: string): boolean {
  try {
    return isCanonicalJson(json, JSON.parse(json));
  } catch {
    return false;
  }
}

describe('The one form of a payload', () => {
  it('is recognised in a text as it is written of its value', () => {
    fc.assert(
      fc.property(value, (any) => {
        for (const json of [JSON.stringify(any), canonicalOf(any) ?? '{"a":1}', JSON.stringify(any, null, 1)])
          expect(isCanonical(json)).toBe(canonicalOf(JSON.parse(json)) === json);
      }),
      { seed, numRuns: 500 },
    );
  });

  it.each(['{"a":1,"b":[true,null,"x"]}', '{"a":"\\n\\"\\\\\\u001f"}', '{"é":"𝄞"}', '[]', '"/"'])('is %s', (json) =>
    expect(isCanonical(json)).toBe(true),
  );

  it.each([
    ['a member named twice', '{"a":1,"a":1}'],
    ['members in another order', '{"b":1,"a":1}'],
    ['a space', '{"a": 1}'],
    ['an escape that need not be', '{"a":"\\u0061"}'],
    ['an escape of a slash', '"\\/"'],
    ['half of a surrogate pair', '"\\ud800"'],
    ['half of a surrogate pair that is not escaped', '"\ud800"'],
    ['U+0000', '"\\u0000"'],
    ['minus zero', '[-0]'],
    ['a fraction', '[1.0]'],
    ['a number beyond what is exact', '[9007199254740993]'],
    ['a comma too many', '[1,]'],
    ['something behind it', '{} '],
    ['arrays within arrays without end', '['.repeat(70) + ']'.repeat(70)],
  ])('has not %s', (_, json) => expect(isCanonical(json)).toBe(false));
});
