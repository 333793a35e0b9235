import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

import { isJsonObject, type JsonObject, LedgerError } from '#libs/ledger';

type Arguments = readonly unknown[];

/** What each rule of class-validator that bodies use means in JSON Schema (2020-12). */
const schemas: Readonly<Record<string, (args: Arguments) => JsonObject>> = {
  isDefined: () => ({}),
  isString: () => ({ type: 'string' }),
  isNotEmpty: () => ({ minLength: 1 }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  min: ([least]) => ({ minimum: Number(least) }),
  max: ([most]) => ({ maximum: Number(most) }),
  isIn: ([values]) => ({ enum: [...(values as readonly string[])] }),
  matches: ([form]) => ({ type: 'string', pattern: patternOf(form as RegExp) }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  arrayMaxSize: ([most]) => ({ type: 'array', maxItems: Number(most) }),
  arrayNotEmpty: () => ({ type: 'array', minItems: 1 }),
  arrayUnique: () => ({ type: 'array', uniqueItems: true }),
};

/**
 * The schema of one rule. A rule of our own brings it along as its only constraint. Throws `INTERNAL` for a rule nobody has translated:
 * a schema that says less than what is checked is not served.
 */
export function ruleSchema({ name, constraints, propertyName, message }: ValidationMetadata): JsonObject {
  const known = schemas[name ?? ''];
  const args = (constraints as Arguments | undefined) ?? [];
  const [own] = args;
  if (isJsonObject(own) && !(own instanceof RegExp)) return own;
  if (known === undefined) throw new LedgerError('INTERNAL', `the rule ${name} of ${propertyName} has no schema`);
  return { ...known(args), ...formWords(name, message) };
}

/** What a form is called in the message of the rule, which says `$property must be …`. */
function formWords(name: string | undefined, message: ValidationMetadata['message'] | undefined): JsonObject {
  const [, words] = /^\$property must be (.+)$/.exec(typeof message === 'string' ? message : '') ?? [];
  return name !== 'matches' || words === undefined ? {} : { description: sentence(words) };
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;

/** JSON Schema's patterns are Unicode ones without flags. */
function patternOf({ source, flags }: RegExp): string {
  if (flags !== '' && flags !== 'u') throw new LedgerError('INTERNAL', `a pattern cannot carry the flags ${flags}`);
  return new RegExp(source, 'u').source;
}

/** All of them at once; what two of them say with the same keyword stands in `allOf`. */
export function both(left: JsonObject, right: JsonObject): JsonObject {
  const clash = Object.keys(right).some((word) => Object.hasOwn(left, word) && left[word] !== right[word]);
  if (!clash) return { ...left, ...right };
  const others = (left['allOf'] ?? []) as readonly JsonObject[];
  return { ...left, allOf: [...others, right] };
}
