import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

/** What stands in a view in place of a sealed value, and of one whose key has been destroyed. */
export const sealedMark = '[sealed]';
export const erasedMark = '[erased]';

/**
 * The clear fields of a statement's `data` with every sealed slot shown as `[sealed]`. A statement alone does not say the slots' names,
 * only how many there are and in which object, so they stand as a list under `_sd`, where their digests stood.
 */
export function withSealedMarks(data: JsonObject): JsonObject {
  return markObject(data);
}

function markObject(object: JsonObject): JsonObject {
  const members = Object.entries(object).filter(([name]) => name !== '_sd');
  const clear = Object.fromEntries(members.map(([name, value]) => [name, mark(value)]));
  const digests = object['_sd'];
  if (digests === undefined) return clear;
  return { ...clear, _sd: Array.isArray(digests) ? digests.map(() => sealedMark) : sealedMark };
}

function mark(value: Json): Json {
  if (Array.isArray(value)) return value.map(mark);
  return isJsonObject(value) ? markObject(value) : value;
}

/**
 * The same with each slot under its own name: `slots` are the sealed paths of that type and version, with a star in place of an index (design
 * page 7.2), `erased` the concrete paths (`persons/0/particulars`) that nobody can open any more.
 */
export function withNamedSlots(
  data: JsonObject,
  slots: readonly string[],
  erased: ReadonlySet<string> = new Set(),
): JsonObject {
  const shown = Object.entries(data).map(([member, value]): [string, Json] => {
    const names = slots.filter((slot) => slot.startsWith(`${member}/*/`)).map((slot) => slot.slice(member.length + 3));
    return [member, Array.isArray(value) ? value.map(elementNamed(member, names, erased)) : mark(value)];
  });
  const names = slots.filter((slot) => !slot.includes('/'));
  return named({ ...Object.fromEntries(shown), ...digestsOf(data) }, names, (name) => erased.has(name));
}

const elementNamed =
  (list: string, names: readonly string[], erased: ReadonlySet<string>) =>
  (element: Json, index: number): Json =>
    isJsonObject(element)
      ? named({ ...markObject(element), ...digestsOf(element) }, names, (name) =>
          erased.has(`${list}/${index}/${name}`),
        )
      : mark(element);

const digestsOf = ({ _sd: digests }: JsonObject): JsonObject => (digests === undefined ? {} : { _sd: digests });

/** The names in place of the digests; where none is known the digests' own place shows that something is sealed. */
function named(object: JsonObject, names: readonly string[], isErased: (name: string) => boolean): JsonObject {
  const { _sd: digests, ...clear } = object;
  if (digests === undefined || names.length === 0) return markObject(object);
  const slots = names.filter((name) => !Object.hasOwn(clear, name));
  return { ...clear, ...Object.fromEntries(slots.map((name) => [name, isErased(name) ? erasedMark : sealedMark])) };
}
