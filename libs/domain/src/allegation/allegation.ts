import type { RecordedEvent } from '#libs/ledger';
import { known, type RecordedOf } from '../event-types.js';
import { allegationEvents, type AllegationReceived } from './allegation.events.js';

/** An allegation as far as decisions rest on it; nothing sealed is in it. */
export interface AllegationState {
  readonly received: AllegationReceived | undefined;
  /** Events that hold a narrative, by id. */
  readonly texts: readonly string[];
  /** Keys of the letters it is linked to. */
  readonly letters: readonly string[];
}

const noAllegation: AllegationState = { received: undefined, texts: [], letters: [] };

/** The stream of an allegation, by the id of its first event. */
export const allegationStream = (id: string): string => `allegation-${id}`;

function evolveAllegation(state: AllegationState, event: RecordedOf<typeof allegationEvents>): AllegationState {
  switch (event.type) {
    case 'AllegationReceived':
      return { ...state, received: event.data, texts: [...state.texts, event.id] };
    case 'AllegationLinked':
      return { ...state, letters: [...state.letters, event.data.reference] };
    case 'TextRestated':
      return { ...state, texts: [...state.texts, event.id] };
  }
}

/** Folds the events of one allegation stream, in order. Types it does not know change nothing. */
export function foldAllegation(events: readonly RecordedEvent[]): AllegationState {
  return events.reduce((state, event) => {
    const fact = known(allegationEvents, event);
    return fact === undefined ? state : evolveAllegation(state, fact);
  }, noAllegation);
}
