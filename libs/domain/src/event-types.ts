import type { Catalogue, EventDeclaration, RecordedEvent } from '#libs/ledger';

/** The payload type that a catalogue line declares. */
export type PayloadOf<D> = D extends EventDeclaration<infer P> ? P : never;

/** An event of the past whose type stands in the catalogue. Its `data` holds the clear fields only: never read a sealed one. */
export type RecordedOf<C> = {
  [T in keyof C & string]: Omit<RecordedEvent, 'type' | 'data'> & { readonly type: T; readonly data: PayloadOf<C[T]> };
}[keyof C & string];

/** An event to be recorded, with its payload's own type. */
export type ProposedOf<C> = {
  [T in keyof C & string]: {
    readonly stream: string;
    readonly type: T;
    readonly version: number;
    readonly codes: readonly string[];
    readonly data: PayloadOf<C[T]>;
  };
}[keyof C & string];

/** The event as one of the catalogue given, or `undefined`: history may hold types that a decision does not read. */
export function known<C extends Catalogue>(events: C, event: RecordedEvent): RecordedOf<C> | undefined {
  return Object.hasOwn(events, event.type) ? (event as unknown as RecordedOf<C>) : undefined;
}
