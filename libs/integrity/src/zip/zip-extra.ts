import { max32 } from './zip-records.js';
import type { ZipProblem } from './zip-problem.js';

/** Extra fields with times or owners, which everyone ignores; any other could change a name or hide a feature. */
const harmless: ReadonlySet<number> = new Set([0x000a, 0x5455, 0x5855, 0x7855, 0x7875]);
const zip64 = 0x0001;

/**
 * Puts the 64-bit numbers of the zip64 extra field in place of short ones that are full (APPNOTE 4.5.3), in the order given. A
 * full field without its long number, and a long number nobody asked for, are ZIP_INVALID; an extra field of another kind is
 * ZIP_FEATURE.
 */
export function withLongNumbers(extra: Uint8Array, short: readonly number[]): number[] | ZipProblem {
  const fields = extraFields(extra);
  if (fields === undefined) return { code: 'ZIP_INVALID', detail: 'has extra fields that are not well formed' };
  for (const id of fields.keys())
    if (id !== zip64 && !harmless.has(id))
      return { code: 'ZIP_FEATURE', detail: 'has an extra field that bundles do not use' };
  const long = longNumbers(fields.get(zip64) ?? new Uint8Array(), short);
  return long ?? { code: 'ZIP_INVALID', detail: 'has a zip64 field that is not well formed' };
}

function longNumbers(field: Uint8Array, short: readonly number[]): number[] | undefined {
  if (field.length !== 8 * short.filter((value) => value === max32).length) return undefined;
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
  let at = 0;
  const numbers = short.map((value) => {
    if (value !== max32) return value;
    at += 8;
    return Number(view.getBigUint64(at - 8, true));
  });
  return numbers.every(Number.isSafeInteger) ? numbers : undefined;
}

function extraFields(extra: Uint8Array): Map<number, Uint8Array> | undefined {
  const fields = new Map<number, Uint8Array>();
  const u16 = (at: number): number => (extra[at] ?? 0) | ((extra[at + 1] ?? 0) << 8);
  for (let at = 0; at < extra.length; at += 4 + u16(at + 2)) {
    const end = at + 4 + u16(at + 2);
    if (end > extra.length || fields.has(u16(at))) return undefined;
    fields.set(u16(at), extra.subarray(at + 4, end));
  }
  return fields;
}
