import type { RecordedEvent } from '#libs/ledger';

import type { Projection } from './projection.js';
import { objectsOf, textOf, textsOf } from './reading.js';

/** Event id → the sealed paths of that event (`persons/0/particulars`) that nobody can open any more. */
export type Erasures = ReadonlyMap<string, ReadonlySet<string>>;

/** Which sealed fields were erased by the destruction of a subject's key. */
export const erasures: Projection<Erasures> = {
  name: 'erasures',
  version: 1,
  initial: new Map(),
  apply: (state, event) => (event.type === 'SubjectKeyShredded' ? shredded(state, event) : state),
};

function shredded(state: Erasures, event: RecordedEvent): Erasures {
  const next = new Map(state);
  for (const erased of objectsOf(event.data, 'erased')) {
    const id = textOf(erased, 'event');
    if (id !== undefined) next.set(id, new Set([...(next.get(id) ?? []), ...textsOf(erased, 'paths')]));
  }
  return next;
}
