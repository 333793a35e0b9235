import { seeded } from '../../chaos/seeded.js';
import type { Cast } from './cast.js';
import { honest, type Kind, type Kinds, type Raw, sent } from './kinds.js';
import { nonsenseKinds, repeatedKinds, unattributedKinds } from './sealed.js';
import { unreadableKinds } from './unreadable.js';

/** A message with its kind, and what may become of it. */
export interface Hostile extends Raw {
  readonly kind: string;
  readonly ends: readonly string[];
}

const kinds: Kinds = { ...unreadableKinds, ...unattributedKinds, ...repeatedKinds, ...nonsenseKinds };

/** How many ways there are. */
export const hostileKinds = Object.keys(kinds).length;

/** Messages that no honest agency would send, from bytes of noise to what is sealed and signed well but says nonsense; the first is honest. */
export async function* hostileMessages(cast: Cast, count: number, seed: number): AsyncIterable<Hostile> {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const before = await honest(cast.agency, 'before');
  yield { kind: 'honest', ends: ['recorded'], ...sent(before) };
  for (let n = 1; n < count; n++) {
    const [kind, { make, ends }] = picked(below);
    yield { kind, ends, ...(await make({ cast, below, id: `x-${n}`, before })) };
  }
}

const all = Object.entries(kinds);

function picked(below: (limit: number) => number): [string, Kind] {
  for (;;) {
    const entry = all[below(all.length)];
    if (entry !== undefined && below(entry[1].rare ?? 1) === 0) return entry;
  }
}
