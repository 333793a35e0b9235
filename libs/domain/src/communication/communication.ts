import type { RecordedEvent } from '#libs/ledger';
import { known, type RecordedOf } from '../event-types.js';
import { communicationEvents } from './communication.events.js';
import type { LetterSent } from './letter.js';
import type { ReplyKind } from './reply-kinds.js';

export interface ReplyOnRecord {
  readonly id: string;
  readonly on: string;
  readonly kind: ReplyKind;
}

/** The letter as last recorded. */
export interface LetterOnRecord {
  /** The LetterSent, or the LetterCorrected that replaced it. */
  readonly id: string;
  readonly data: LetterSent;
}

/** What decisions about one letter rest on; nothing sealed is in it. */
export interface CommunicationState {
  readonly letter: LetterOnRecord | undefined;
  readonly replies: readonly ReplyOnRecord[];
  /** Days for which the end of a window is on record. */
  readonly responseElapsed: readonly string[];
  readonly confidentialityElapsed: readonly string[];
  readonly published: boolean;
}

export const noCommunication: CommunicationState = {
  letter: undefined,
  replies: [],
  responseElapsed: [],
  confidentialityElapsed: [],
  published: false,
};

/** The state after one more event of a communication stream. */
export function evolveCommunication(
  state: CommunicationState,
  event: RecordedOf<typeof communicationEvents>,
): CommunicationState {
  switch (event.type) {
    case 'LetterSent':
    case 'LetterCorrected':
      return { ...state, letter: { id: event.id, data: event.data } };
    case 'DispatchConfirmed':
      return state;
    case 'ReplyReceived':
      return { ...state, replies: [...state.replies, { id: event.id, on: event.data.on, kind: event.data.kind }] };
    case 'ResponseWindowElapsed':
      return { ...state, responseElapsed: [...state.responseElapsed, event.data.dueOn] };
    case 'ConfidentialityWindowElapsed':
      return { ...state, confidentialityElapsed: [...state.confidentialityElapsed, event.data.dueOn] };
    case 'LetterPublished':
      return { ...state, published: true };
  }
}

/** Folds the events of one communication stream, in order. Types it does not know change nothing. */
export function foldCommunication(events: readonly RecordedEvent[]): CommunicationState {
  return events.reduce((state, event) => {
    const fact = known(communicationEvents, event);
    return fact === undefined ? state : evolveCommunication(state, fact);
  }, noCommunication);
}
