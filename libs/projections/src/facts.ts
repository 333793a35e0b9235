import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

const longest = 1000;

/** The short facts of an event that a list can show: scalars, and objects of scalars. Long texts and lists stay in the record itself. */
export function factsOf(fields: JsonObject): JsonObject {
  const facts: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (isShort(value)) facts[name] = value;
    else if (isJsonObject(value) && Object.values(value).every(isShort)) facts[name] = value;
  }
  return facts;
}

const isShort = (value: Json): boolean =>
  typeof value === 'string' ? value.length <= longest : value === null || typeof value !== 'object';
