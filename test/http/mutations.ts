import fc from 'fast-check';

import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

/** Where something stands in a value: names, or indexes, from the root. */
type Place = readonly string[];

/** Texts that parsers, validators and databases have stumbled over. */
const troublesome = [
  ...['', ' ', '0', 'true', 'null', '2025-02-29', '2024-02-29', '2025-13-01', '2025-03-10T25:00:00Z', '1900-02-29'],
  ...['\u0000', '\ud800', '\udfff\ud800', '\ufe0f', 'a\ufe0f\ufe0e', '\u202e', 'é', 'e\u0301', '😀', '\u2028', '\r\n'],
  ...["'; drop table events; --", '../../etc/passwd', '%00', '${7*7}', '<script>', 'KHM 1/2025', 'unspecified'],
];
const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'isPrototypeOf', 'then'];

/** A value of any kind that JSON has, mostly an unwelcome one. */
const anyValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, 2 ** 53, -0, [], {}, [[]]),
  fc.constantFrom<Json>([{}], [null], [[{}]], { a: {} }, ...troublesome),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.integer(),
  fc.integer({ min: 1, max: 70_000 }).map((length) => '😀a'.repeat(length).slice(0, length)),
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as Json),
);

const anyName = fc.oneof(fc.constantFrom('on', 'more', 'documents', ...inherited), fc.string({ maxLength: 8 }));

/** How a text is spoilt a little: it may well remain acceptable. */
const nudged = (text: string): fc.Arbitrary<Json> =>
  fc.constantFrom<Json>(
    ...[`${text} `, ` ${text}`, text.toUpperCase(), text.toLowerCase(), text.slice(1), text.slice(0, -1)],
    ...[`${text}\ufe0f`, `${text}😀`, text.replace(/\d/, '٣'), `${text}\n`, text + text, `${text}${text.at(-1) ?? ''}`],
    ...[text.replace(/\d$/, (digit) => String((Number(digit) + 7) % 10)), [text], { [text]: text }],
  );

/** The value with one change somewhere; `others` are values that stand elsewhere and may be put here. */
export function changed(value: Json, others: readonly Json[]): fc.Arbitrary<Json> {
  return fc.constantFrom(...placesIn(value)).chain((place) => {
    const there = at(value, place);
    const here = [anyValue, fc.constantFrom(...others)];
    if (typeof there === 'string') here.push(nudged(there), nudged(there));
    if (typeof there === 'number') here.push(fc.constantFrom(there - 1, there + 1, -there, there + 0.5, String(there)));
    if (Array.isArray(there)) here.push(changedList(there));
    if (isJsonObject(there)) here.push(changedObject(there), changedObject(there));
    return fc.oneof(...here).map((put) => replaced(value, place, put));
  });
}

const changedList = (list: readonly Json[]): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.constant([...list, ...list]),
    fc.constant(list.slice(1)),
    fc.constantFrom(1, 5, 101, 1001).map((times) => Array.from({ length: times }, () => list[0] ?? 'x')),
    anyValue.map((item) => [...list, item]),
  );

const changedObject = (object: JsonObject): fc.Arbitrary<Json> =>
  fc.oneof(
    fc
      .constantFrom('', ...Object.keys(object))
      .map((gone) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== gone))),
    fc.tuple(anyName, anyValue).map(([name, put]) => withMember(object, name, put)),
  );

/** `__proto__` as JSON.parse makes it: a member like any other. */
function withMember(object: JsonObject, name: string, put: Json): JsonObject {
  const copy = { ...object };
  Object.defineProperty(copy, name, { value: put, enumerable: true, configurable: true, writable: true });
  return copy;
}

function replaced(value: Json, [next, ...rest]: Place, put: Json): Json {
  if (next === undefined) return put;
  if (Array.isArray(value))
    return value.map((item: Json, i) => (String(i) === next ? replaced(item, rest, put) : item));
  const object = value as JsonObject;
  return withMember(object, next, replaced(object[next] ?? null, rest, put));
}

const at = (value: Json, place: Place): Json =>
  place.reduce<Json>((found, step) => (found as Record<string, Json>)[step] ?? null, value);

/** Every place of a value, the root first. */
function placesIn(value: Json, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...place, name]))];
}

/** Every value within a value. */
export const valuesIn = (value: Json): Json[] => placesIn(value).map((place) => at(value, place));
