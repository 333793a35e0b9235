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
 * The same with each slot under its own name: `slots` are the sealed paths of that type and version (`source`, `persons/*\/particulars`),
 * `erased` the concrete paths (`persons/0/particulars`) that nobody can open any more.
 */
export function withNamedSlots(
  data: JsonObject,
  slots: readonly string[],
  erased: ReadonlySet<string> = new Set(),
): JsonObject {
  const marked: Record<string, Json> = { ...markObject(data) };
  const named = new Set<string>();
  for (const slot of slots) {
    const [list, star, name] = slot.split('/');
    if (list === undefined) continue;
    if (star === undefined) placeAtTop(marked, data, list, erased);
    else if (name !== undefined) placeInElements(marked, data, { list, name }, erased);
    named.add(list);
  }
  return named.size === 0 ? marked : withoutBareMarks(marked);
}

function placeAtTop(marked: Record<string, Json>, data: JsonObject, name: string, erased: ReadonlySet<string>): void {
  if (data['_sd'] === undefined || Object.hasOwn(data, name)) return;
  marked[name] = erased.has(name) ? erasedMark : sealedMark;
}

function placeInElements(
  marked: Record<string, Json>,
  data: JsonObject,
  slot: { readonly list: string; readonly name: string },
  erased: ReadonlySet<string>,
): void {
  const elements = data[slot.list];
  const shown = marked[slot.list];
  if (!Array.isArray(elements) || !Array.isArray(shown)) return;
  marked[slot.list] = shown.map((element: Json, index): Json => {
    const before: Json | undefined = elements[index];
    if (!isJsonObject(element) || !isJsonObject(before) || before['_sd'] === undefined) return element;
    if (Object.hasOwn(before, slot.name)) return element;
    const value = erased.has(`${slot.list}/${index}/${slot.name}`) ? erasedMark : sealedMark;
    return { ...element, [slot.name]: value };
  });
}

/** Once the slots stand under their names, the list under `_sd` says nothing more. */
function withoutBareMarks(marked: Readonly<Record<string, Json>>): JsonObject {
  const strip = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([name]) => name !== '_sd'));
  const entries = Object.entries(strip(marked)).map(([name, value]): [string, Json] => [
    name,
    Array.isArray(value) ? value.map((item: Json) => (isJsonObject(item) ? strip(item) : item)) : value,
  ]);
  return Object.fromEntries(entries);
}
