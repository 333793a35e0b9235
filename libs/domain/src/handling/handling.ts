import type { RecordedEvent } from '#libs/ledger';
import { known, type RecordedOf } from '../event-types.js';
import { handlingEvents } from './handling.events.js';

export interface RedactionOnRecord {
  readonly id: string;
  /** The record of the letter that is redacted. */
  readonly letter: string;
  /** Who proposed it, as pseudonym of the handling stream. */
  readonly ps: string | undefined;
  /** The RedactionApproved, once there is one. */
  readonly approval: string | undefined;
}

/** The work on one letter, as far as decisions rest on it. */
export interface HandlingState {
  readonly proposals: readonly RedactionOnRecord[];
}

const noHandling: HandlingState = { proposals: [] };

function evolveHandling(state: HandlingState, event: RecordedOf<typeof handlingEvents>): HandlingState {
  switch (event.type) {
    case 'RedactionProposed': {
      const proposal = { id: event.id, letter: event.data.letter, ps: event.by.ps, approval: undefined };
      return { proposals: [...state.proposals, proposal] };
    }
    case 'RedactionApproved': {
      const { proposal } = event.data;
      return { proposals: state.proposals.map((one) => (one.id === proposal ? { ...one, approval: event.id } : one)) };
    }
  }
}

/** Folds the events of one handling stream, in order. Types it does not know change nothing. */
export function foldHandling(events: readonly RecordedEvent[]): HandlingState {
  return events.reduce((state, event) => {
    const fact = known(handlingEvents, event);
    return fact === undefined ? state : evolveHandling(state, fact);
  }, noHandling);
}
