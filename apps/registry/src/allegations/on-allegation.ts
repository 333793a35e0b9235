import { type AllegationState, allegationStream, type EventName, foldAllegation } from '#libs/domain';
import type { ProposedEvent, RecordedEvent } from '#libs/ledger';

import type { Facts } from '../recorder.js';
import type { Plan } from '../registrar.js';

/** One act on one allegation, decided from that allegation alone. */
export interface OnAllegation<T extends object> {
  readonly type: EventName;
  readonly data: T;
  /** Names of the keys its texts and documents are sealed under; none when it has none. */
  readonly sealedUnder?: readonly string[];
  readonly decide: (
    data: T,
    context: Facts & { readonly allegationId: string },
    state: AllegationState,
  ) => readonly ProposedEvent[];
}

export const allegationOf = (facts: Facts, id: string): AllegationState =>
  foldAllegation(facts.events(allegationStream(id)));

/** The allegations in these streams. */
export const allegationsIn = (facts: Facts, streams: readonly string[]): AllegationState[] =>
  streams.map((stream) => foldAllegation(facts.events(stream)));

/** Whether an event makes one of the allegations in these streams one with another. */
export const joins = ({ type, stream, data }: RecordedEvent, streams: readonly string[]): boolean =>
  type === 'AllegationMerged' && (streams.includes(stream) || streams.includes(allegationStream(String(data['into']))));

export const planOn = <T extends object>(id: string, { decide, sealedUnder = [] }: OnAllegation<T>): Plan<T> => ({
  streams: [allegationStream(id)],
  sealedUnder,
  decide: (data, facts) => decide(data, { ...facts, allegationId: id }, allegationOf(facts, id)),
});
