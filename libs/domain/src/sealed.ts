import 'reflect-metadata'; // class-transformer's @Type reads it; it must be there before the first payload class is defined
import { type PayloadClass, schemaAnnotation } from '#libs/ledger';

const sealed = new WeakMap<object, Set<string>>();
const elements = new WeakMap<object, Map<string, () => PayloadClass>>();
/** What was found of a class, which does not change: it is asked for with each event. */
const paths = new WeakMap<PayloadClass, readonly string[]>();

/** The value of this property is replaced by a digest in the statement and kept encrypted beside it (design page 3.4). */
export function Sealed(): PropertyDecorator {
  return (prototype, property) => {
    const names = sealed.get(prototype) ?? new Set<string>();
    sealed.set(prototype, names.add(String(property)));
    // Sent in, never shown: that is what the word means in JSON Schema.
    Reflect.defineMetadata(schemaAnnotation, { writeOnly: true }, prototype, property);
  };
}

/** Remembers of which class the elements of an array property are; their sealed properties are slots of the event too. */
export function noteElements(prototype: object, property: string, element: () => PayloadClass): void {
  const known = elements.get(prototype) ?? new Map<string, () => PayloadClass>();
  elements.set(prototype, known.set(property, element));
}

/**
 * The slots of a payload class, in byte order: `narrative`, and with a star for the index where the property belongs to the elements of an
 * array. Never deeper than one array (design page 3.4).
 */
export function sealedPaths(payload: PayloadClass): readonly string[] {
  const known = paths.get(payload) ?? pathsOf(payload);
  paths.set(payload, known);
  return known;
}

function pathsOf(payload: PayloadClass): readonly string[] {
  const found = [...sealedNames(payload.prototype as object)];
  for (const prototype of chain(payload.prototype as object))
    for (const [property, element] of elements.get(prototype) ?? [])
      found.push(...sealedNames(element().prototype as object).map((name) => `${property}/*/${name}`));
  return [...new Set(found)].sort();
}

const sealedNames = (prototype: object): string[] => chain(prototype).flatMap((link) => [...(sealed.get(link) ?? [])]);

function chain(prototype: object): object[] {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return parent === null ? [prototype] : [prototype, ...chain(parent)];
}
