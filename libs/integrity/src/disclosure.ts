import { canonicalJson, isCanonicalJson, isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';
import { compareText, fromBase64url, textFromBase64url, toBase64url, utf8 } from './bytes.js';
import { sha256 } from './platform.js';

const saltLength = 16;

/** A sealed field that is shown: its salt, its name and its value. */
export interface Disclosure {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  readonly name: string;
  readonly value: Json;
}

export interface ConcealedField {
  /** `source`, `persons/0/particulars`. */
  readonly path: string;
  /** The disclosure's ASCII text. */
  readonly text: string;
  /** As it stands in `_sd`. */
  readonly digest: string;
}

/** base64url(JCS([salt, name, value])), RFC 9901 §4.2.1 with one fixed serialisation. */
export const disclosureText = ({ salt, name, value }: Disclosure): string =>
  toBase64url(utf8(canonicalJson([toBase64url(salt), name, value])));

/** base64url SHA-256 over the ASCII text, RFC 9901 §4.2.3. */
export const disclosureDigest = (text: string): string => toBase64url(sha256(text));

/** Takes a disclosure apart. Throws `SEAL_BROKEN` when it is not exactly of the form this module writes. */
export function parseDisclosure(text: string): Disclosure {
  const disclosure = readDisclosure(text);
  if (disclosure === undefined) throw new LedgerError('SEAL_BROKEN', 'not a disclosure');
  return disclosure;
}

/** The same; `undefined` in place of an error. */
export function readDisclosure(text: string): Disclosure | undefined {
  const json = textFromBase64url(text)?.text;
  const parts = json === undefined ? undefined : readArray(json);
  if (parts?.length !== 3) return undefined;
  const [salt, name, value] = parts as [Json, Json, Json];
  const saltBytes = typeof salt === 'string' ? fromBase64url(salt) : undefined;
  if (saltBytes?.length !== saltLength || typeof name !== 'string') return undefined;
  return isReserved(name) || mentionsSd(value) ? undefined : { salt: saltBytes, name, value };
}

/** SD-JWT's own member names, which no field may have (RFC 9901 §4.2.1). */
const isReserved = (name: string): boolean => name === '_sd' || name === '...';

/** Whether an `_sd` stands anywhere inside: nothing is sealed within what is sealed. */
function mentionsSd(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(mentionsSd);
  if (!isJsonObject(value)) return false;
  for (const name in value) if (name === '_sd' || mentionsSd(value[name] ?? null)) return true;
  return false;
}

function readArray(json: string): readonly Json[] | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    return Array.isArray(value) && isCanonicalJson(json, value) ? (value as readonly Json[]) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces the fields of the slots (`source`, `persons/*` + `/particulars`) by `_sd` digests. A slot whose field is absent is sealed
 * as null, so that absence does not show. `salt` gives 16 random bytes a call. Throws `BODY_INVALID` when the payload itself uses
 * the name `_sd`, or has something other than objects where fields of elements are sealed.
 */
export function conceal(
  data: JsonObject,
  slots: readonly string[],
  salt: () => Uint8Array,
): { readonly data: JsonObject; readonly disclosures: readonly ConcealedField[] } {
  if (mentionsSd(data)) throw new LedgerError('BODY_INVALID', 'no member may be named _sd');
  if (slots.length === 0) return { data, disclosures: [] };
  const disclosures: ConcealedField[] = [];
  const hide = (object: JsonObject, names: readonly string[], prefix: string): JsonObject => {
    const fields = names.map((name) => field(`${prefix}${name}`, name, object[name] ?? null, salt()));
    disclosures.push(...fields);
    const clear = Object.entries(object).filter(([name]) => !names.includes(name));
    const digests = fields.map(({ digest }) => digest).sort();
    return { ...Object.fromEntries(clear), ...(digests.length > 0 ? { _sd: digests } : {}) };
  };
  let concealed = hide(
    data,
    slots.filter((slot) => !slot.includes('/')),
    '',
  );
  for (const [array, names] of elementSlots(slots)) {
    const elements = concealed[array];
    if (elements === undefined) continue;
    const hidden = objectsIn(elements, array).map((element, i) => hide(element, names, `${array}/${i}/`));
    concealed = { ...concealed, [array]: hidden };
  }
  disclosures.sort((a, b) => compareText(a.path, b.path));
  return { data: concealed, disclosures };
}

/** A field that cannot be sealed must not slip through in clear. */
function objectsIn(elements: Json, array: string): readonly JsonObject[] {
  if (Array.isArray(elements) && elements.every(isJsonObject)) return elements;
  throw new LedgerError('BODY_INVALID', { path: array, reason: 'must be an array of objects' });
}

function field(path: string, name: string, value: Json, salt: Uint8Array): ConcealedField {
  const text = disclosureText({ salt, name, value });
  return { path, text, digest: disclosureDigest(text) };
}

/** Slots inside array elements: array name → sealed member names. */
function elementSlots(slots: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const arrays = new Map<string, string[]>();
  for (const slot of slots) {
    const [array = '', star, name] = slot.split('/');
    if (star === '*' && name !== undefined) arrays.set(array, [...(arrays.get(array) ?? []), name]);
  }
  return arrays;
}

/**
 * Puts the values of disclosures back where their digests stand, in `data` and in objects that are elements of an array directly in
 * it; digests without a disclosure stay. A value disclosed as null was absent, and is left out.
 */
export function reveal(data: JsonObject, disclosures: readonly string[]): JsonObject {
  const texts = new Map(disclosures.map((text) => [disclosureDigest(text), text]));
  const show = (object: JsonObject): JsonObject => {
    const { _sd, ...clear } = object;
    if (!Array.isArray(_sd)) return object;
    const known = (_sd as readonly string[]).filter((digest) => texts.has(digest));
    const hidden = (_sd as readonly string[]).filter((digest) => !texts.has(digest));
    const fields = known.map((digest) => parseDisclosure(texts.get(digest) ?? ''));
    const shown = fields.filter(({ value }) => value !== null).map(({ name, value }) => [name, value] as const);
    return { ...clear, ...Object.fromEntries(shown), ...(hidden.length > 0 ? { _sd: hidden } : {}) };
  };
  const members = Object.entries(show(data)).map(([name, value]): [string, Json] => [
    name,
    Array.isArray(value) && name !== '_sd'
      ? (value as readonly Json[]).map((element) => (isJsonObject(element) ? show(element) : element))
      : value,
  ]);
  return Object.fromEntries(members);
}
