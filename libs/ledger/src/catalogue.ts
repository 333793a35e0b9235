import type { Role } from './roles.js';
import type { EventType, EventTypeOf, StreamKind } from './streams.js';

/** Under this metadata key stands what a property's JSON Schema says besides its rules. */
export const schemaAnnotation = 'ledger:schema';

/** A payload class: class-validator decorators say what is accepted, `@Sealed` what is encrypted. */
export type PayloadClass<T extends object = object> = new () => T;

/** One line of the catalogue: all that is known about an event type lives here or derives from it. */
export interface EventDeclaration<T extends object = object> {
  readonly payload: PayloadClass<T>;
  readonly ver: number;
  /** Who may record it; `clock` and `operator` only where they act themselves. */
  readonly recordedBy: readonly Role[];
  /** What a timeline says, with `{field}` filled from the clear payload. */
  readonly sentence: string;
  readonly icon: string;
}

/** The catalogue of one stream kind; only names of the vocabulary of that kind are accepted. */
export type CatalogueOf<K extends StreamKind> = { readonly [T in EventTypeOf<K>]?: EventDeclaration };

export type Catalogue = { readonly [T in EventType]?: EventDeclaration };
