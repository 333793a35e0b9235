import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

import { prose, text } from '../page-frame.js';

/** A member of a JSON object for people; `type` and `about` are HTML. */
export interface Field {
  /** With the members it stands in: `by.role`, `events[].position`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly about: string;
}

/** Where the section of a named schema begins on the page. */
export const schemaAnchor = (name: string): string => `schema-${name}`;

/** The members of an object's schema, those of objects without a name of their own among them. */
export function fieldsOf(schema: JsonObject, within = ''): readonly Field[] {
  const required = (schema['required'] ?? []) as readonly Json[];
  return Object.entries((schema['properties'] ?? {}) as JsonObject).flatMap(([name, value]) => {
    const member = value as JsonObject;
    const [inner, mark] = innermost(member);
    const field = {
      name: within + name,
      type: typeWords(member),
      required: required.includes(name),
      about: aboutWords(member),
    };
    return [field, ...fieldsOf(inner, `${within}${name}${mark}.`)];
  });
}

/** What the elements of a list are, and how its name says that there are several. */
function innermost(schema: JsonObject): readonly [schema: JsonObject, mark: string] {
  const [choice] = choicesOf(schema).filter(({ type }) => type !== 'null');
  const items = (choice ?? schema)['items'];
  if (!isJsonObject(items)) return [choice ?? schema, ''];
  const [inner, mark] = innermost(items);
  return [inner, `[]${mark}`];
}

/** What a value may be, as HTML: a link for a named schema, the words for the others. */
export function typeWords(schema: JsonObject): string {
  const { $ref: reference, const: only, enum: words, type, items, additionalProperties: others } = schema;
  if (typeof reference === 'string') return linkTo(reference.split('/').at(-1) ?? '');
  if (only !== undefined) return code(only);
  if (Array.isArray(words)) return words.map(code).join(', ');
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.map(typeWords).join(' or ');
  if (type === 'array' || items !== undefined) return `list of ${isJsonObject(items) ? typeWords(items) : 'any JSON'}`;
  if (isJsonObject(others)) return `object, by name: ${typeWords(others)}`;
  return typeof type === 'string' ? type : 'any JSON';
}

const choicesOf = (schema: JsonObject): readonly JsonObject[] => (schema['anyOf'] ?? []) as readonly JsonObject[];

const linkTo = (name: string): string => `<a href="#${schemaAnchor(text(name))}">${text(name)}</a>`;

const code = (value: Json): string => `<code>${text(value)}</code>`;

/** What else is said of a value, as HTML: its description, then its limits, then the form it has. */
export function aboutWords(schema: JsonObject): string {
  const parts = [
    ...(schema['description'] === undefined ? [] : [prose(schema['description'])]),
    ...(schema['writeOnly'] === true ? ['Sealed: a statement has a digest in its place.'] : []),
    ...limits(schema),
  ];
  return parts.join(' ');
}

/** Of the value, or of what a list or a choice is made of. */
function limits(schema: JsonObject): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, uniqueItems, format, pattern, items } = schema;
  const sentence = (words: string): string[] => (words === '' ? [] : [`${words}.`]);
  return [
    ...sentence(spanWords(minItems, maxItems, ' of them')),
    ...(uniqueItems === true ? ['No two alike.'] : []),
    ...sentence(spanWords(minLength, maxLength, ' characters')),
    ...sentence(spanWords(minimum, maximum, '')),
    ...(format === undefined ? [] : [`Format: ${text(format)}.`]),
    ...(pattern === undefined ? [] : [patternWords(String(pattern))]),
    ...choicesOf(schema).flatMap(({ description, ...choice }) => [
      ...(description === undefined ? [] : [prose(description)]),
      ...limits(choice),
    ]),
    ...(isJsonObject(items) && items['$ref'] === undefined ? limits(items) : []),
  ];
}

/** Neither U+0000 nor half a character: of almost every text, so that it is said once, above the schemas. */
const anyText = '^[^\\u0000\\p{Surrogate}]*$';
const shortPattern = 60;

const patternWords = (pattern: string): string => {
  if (pattern === anyText) return '';
  const shown = code(pattern);
  return pattern.length <= shortPattern ? `Form: ${shown}` : `<details><summary>Form</summary>${shown}</details>`;
};

function spanWords(least: Json | undefined, most: Json | undefined, what: string): string {
  const largest = most === Number.MAX_SAFE_INTEGER ? undefined : most;
  if (least === undefined) return largest === undefined ? '' : `At most ${text(largest)}${what}`;
  return largest === undefined ? `At least ${text(least)}${what}` : `${text(least)} to ${text(largest)}${what}`;
}
