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

/**
 * The fold of the events of one stream, in order. Types that are not in the catalogue change nothing. A list of events only ever grows, so
 * one that was folded before is folded on from where it ended then.
 */
export function folding<C extends Catalogue, S>(
  events: C,
  evolve: (state: S, event: RecordedOf<C>) => S,
  none: S,
): (events: readonly RecordedEvent[]) => S {
  const folded = new WeakMap<readonly RecordedEvent[], { readonly count: number; readonly state: S }>();
  return (list) => {
    const before = folded.get(list);
    let { count, state } = before !== undefined && before.count <= list.length ? before : { count: 0, state: none };
    for (; count < list.length; count += 1) {
      const fact = known(events, list[count] as RecordedEvent);
      if (fact !== undefined) state = evolve(state, fact);
    }
    folded.set(list, { count, state });
    return state;
  };
}
