import type { RecordedEvent } from '#libs/ledger';

/** A pure fold: the same events in the same order give the same state, wherever and in whatever portions they are folded. */
export interface Projection<S> {
  readonly name: string;
  readonly version: number;
  readonly initial: S;
  /** Returns the next state; the one given is left as it was, so that every earlier position stays readable. */
  apply(state: S, event: RecordedEvent): S;
}

/** Folds events in ascending position, from the beginning or onto the state reached before. */
export function fold<S>(projection: Projection<S>, events: Iterable<RecordedEvent>, from: S = projection.initial): S {
  let state = from;
  for (const event of events) state = projection.apply(state, event);
  return state;
}

/** The state as it was recorded at a position: the fold of everything up to and including it. */
export function foldTo<S>(projection: Projection<S>, events: Iterable<RecordedEvent>, position: number): S {
  let state = projection.initial;
  for (const event of events) if (event.position <= position) state = projection.apply(state, event);
  return state;
}
