import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

import { sealedMark } from './sealed.js';

const notRecorded = '[not recorded]';

/**
 * Fills `{field}` and `{object.field}` of a catalogue sentence from clear fields. Codes such as `request_for_time` are shown as words;
 * what is sealed shows as `[sealed]`, what is absent as `[not recorded]`.
 */
export function sentence(pattern: string, data: JsonObject): string {
  return pattern.replace(/\{([A-Za-z]+(?:\.[A-Za-z]+)*)\}/g, (_, path: string) =>
    words(valueAt(data, path.split('.'))),
  );
}

function valueAt(data: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const name of path) {
    if (!isJsonObject(value)) return undefined;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function words(value: Json | undefined): string {
  if (typeof value === 'string') return /^[a-z]+(?:_[a-z]+)+$/.test(value) ? value.replaceAll('_', ' ') : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(words).join(', ');
  return value === undefined || value === null ? notRecorded : sealedMark;
}
