import type { Json } from '#libs/ledger';
import { readDisclosure } from '../disclosure.js';
import { sealedPlaces } from './sealed-places.js';
import type { Statement } from './statements.js';

/** A sealed field that the bundle opens. */
export interface OpenedField {
  readonly text: string;
  readonly digest: string;
  /** Path of the object it belongs in: empty for `data`, else `persons/0`. */
  readonly place: string;
  readonly name: string;
  readonly value: Json;
}

type Problem = 'DISCLOSURE_UNREFERENCED' | 'DISCLOSURE_DUPLICATE' | 'DISCLOSURE_FORM';

/** The sealed fields of one statement, opened one by one. */
export class Opening {
  readonly fields: OpenedField[] = [];
  /** Path of the place in which a digest stands. */
  private readonly places: ReadonlyMap<string, string>;
  private readonly digests = new Set<string>();
  private readonly taken: Set<string>;

  /** `slots` are the paths that its disclosures may name, where they are known. */
  constructor(
    readonly statement: Statement,
    private readonly slots?: readonly string[],
  ) {
    const places = sealedPlaces(statement.event.data);
    this.places = new Map(places.flatMap(({ path, digests }) => digests.map((digest) => [digest, path] as const)));
    this.taken = new Set(places.flatMap(({ path, names }) => names.map((name) => `${path} ${name}`)));
  }

  /** Takes in one disclosure with its own digest, or says what is wrong with it. */
  open({ text, digest }: Pick<OpenedField, 'text' | 'digest'>): Problem | undefined {
    const place = this.places.get(digest);
    if (place === undefined) return 'DISCLOSURE_UNREFERENCED';
    if (this.digests.has(digest)) return 'DISCLOSURE_DUPLICATE';
    this.digests.add(digest);
    const parsed = readDisclosure(text);
    if (parsed === undefined || this.taken.has(`${place} ${parsed.name}`)) return 'DISCLOSURE_FORM';
    if (this.slots && (parsed.name.includes('/') || !this.slots.includes(slotAt(place, parsed.name))))
      return 'DISCLOSURE_FORM';
    this.taken.add(`${place} ${parsed.name}`);
    this.fields.push({ text, digest, place, name: parsed.name, value: parsed.value });
    return undefined;
  }
}

/** The particulars of `persons/0` fill the slot of those of every person. */
const slotAt = (place: string, name: string): string =>
  place === '' ? name : `${place.slice(0, place.lastIndexOf('/'))}/*/${name}`;
