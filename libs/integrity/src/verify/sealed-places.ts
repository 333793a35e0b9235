import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

/** An object of a payload that has sealed fields: `data` itself (path empty) or an element of an array in it (`persons/0`). */
export interface SealedPlace {
  readonly path: string;
  /** Base64url SHA-256 of each disclosure, sorted. */
  readonly digests: readonly string[];
  /** Names of its clear members. */
  readonly names: readonly string[];
}

/** Slots by `<Type>/<ver>`, each a path in `data` with `*` for the index in an array. */
export type Slots = Readonly<Record<string, readonly string[]>>;

let last: { readonly data: JsonObject; readonly places: readonly SealedPlace[] } | undefined;

/** Every place of a payload with sealed fields. Digest lists that are not where or what they must be are left out. */
export function sealedPlaces(data: JsonObject): readonly SealedPlace[] {
  // Several checks ask of one statement after another.
  if (last?.data !== data) last = { data, places: placesNow(data) };
  return last.places;
}

function placesNow(data: JsonObject): readonly SealedPlace[] {
  const places: SealedPlace[] = [];
  if (!mentionsSeals(data)) return places;
  for (const [path, object] of possiblePlaces(data))
    if (isDigestList(object._sd)) places.push({ path, digests: object._sd, names: Object.keys(object) });
  return places;
}

/** Whether any place could have sealed fields: most payloads have none, and need no list of places. */
function mentionsSeals(data: JsonObject): boolean {
  if ('_sd' in data) return true;
  for (const name in data) {
    const value = data[name];
    if (Array.isArray(value) && value.some((item: Json) => isJsonObject(item) && '_sd' in item)) return true;
  }
  return false;
}

/** What is wrong with the way sealed fields stand in a payload (design 3.4 and 7.2), one sentence part each. */
export function placementProblems(data: JsonObject): string[] {
  if (!namesReserved(data)) return [];
  let allowed: ReadonlySet<JsonObject> | undefined;
  const problems = new Set<string>();
  const seen = new Set<string>();
  visit(data, (object) => {
    if ('...' in object || '_sd_alg' in object) problems.add('a member is reserved for disclosures');
    if (!('_sd' in object)) return;
    allowed ??= new Set(possiblePlaces(data).map(([, place]) => place));
    if (!allowed.has(object)) problems.add('a field is sealed deeper than fields may be');
    else if (!isDigestList(object._sd)) problems.add('a list of sealed fields is not a sorted list of digests');
    else if (object._sd.some((digest) => seen.size === seen.add(digest).size)) problems.add('a digest stands twice');
  });
  return [...problems];
}

/** Whether a member anywhere has a name that belongs to disclosures, as in few payloads. */
function namesReserved(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(namesReserved);
  if (!isJsonObject(value)) return false;
  for (const name in value)
    if (name === '_sd' || name === '...' || name === '_sd_alg' || namesReserved(value[name] ?? null)) return true;
  return false;
}

/** Whether every slot of the type is sealed and nothing else is: what is absent is sealed as null, so a count shows nothing. */
export function fillsSlots(data: JsonObject, slots: readonly string[]): boolean {
  if (slots.length === 0) return sealedPlaces(data).length === 0;
  const digests = new Map(sealedPlaces(data).map((place) => [place.path, place.digests.length]));
  const expected = slotsByPlace(slots);
  return possiblePlaces(data).every(
    ([path]) => (digests.get(path) ?? 0) === (expected.get(path.replace(/\/\d+$/, '/*/')) ?? 0),
  );
}

const counted = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** How many slots a place has. A list is counted once: that of a bundle is as long, and its places are as many, as whoever made it up likes. */
function slotsByPlace(slots: readonly string[]): ReadonlyMap<string, number> {
  const known = counted.get(slots);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const slot of slots) {
    const place = slot.slice(0, slot.lastIndexOf('/') + 1);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  counted.set(slots, counts);
  return counts;
}

function possiblePlaces(data: JsonObject): [path: string, object: JsonObject][] {
  const places: [string, JsonObject][] = [['', data]];
  for (const [name, value] of Object.entries(data))
    if (Array.isArray(value))
      value.forEach((item: Json, i) => isJsonObject(item) && places.push([`${name}/${i}`, item]));
  return places;
}

function visit(value: Json, see: (object: JsonObject) => void): void {
  if (Array.isArray(value)) value.forEach((item: Json) => visit(item, see));
  else if (isJsonObject(value)) {
    see(value);
    Object.values(value).forEach((item) => visit(item, see));
  }
}

/** 32 bytes as unpadded base64url, the spare bits zero. */
const digestForm = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

function isDigestList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const list: readonly unknown[] = value;
  return list.every(
    (digest, i) =>
      typeof digest === 'string' && digestForm.test(digest) && (i === 0 || (list[i - 1] as string) <= digest),
  );
}
