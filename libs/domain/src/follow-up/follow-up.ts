import { folding, type RecordedOf } from '../event-types.js';
import { codesOf } from '../public-references.js';
import { type FollowUpAudience, followUpEvents, type FollowUpRecorded } from './follow-up.events.js';

/** A follow-up as far as decisions rest on it. */
export interface FollowUpState {
  /** Fixed by the first event; `undefined` until there is one. */
  readonly audience: FollowUpAudience | undefined;
  /** Keys of the letters it is about. */
  readonly references: readonly string[];
  /** The codes in whose files it stands; none when only staff read it. */
  readonly codes: readonly string[];
}

const noFollowUp: FollowUpState = { audience: undefined, references: [], codes: [] };

/** The stream of a follow-up, by the id of its first event. */
export const followUpStream = (id: string): string => `follow_up-${id}`;

/** The files a follow-up belongs to: those of its letters and addressees, or none when only staff read it. */
export const filesOf = ({ audience, references, addressees }: FollowUpRecorded): string[] =>
  audience === 'all' ? [...new Set([...codesOf(references), ...addressees])].sort() : [];

function evolveFollowUp(state: FollowUpState, event: RecordedOf<typeof followUpEvents>): FollowUpState {
  switch (event.type) {
    case 'FollowUpRecorded':
      return { audience: event.data.audience, references: event.data.references, codes: filesOf(event.data) };
    case 'OutcomeRecorded':
      return state;
  }
}

/** Folds the events of one follow-up's stream, in order. Types it does not know change nothing. */
export const foldFollowUp = folding(followUpEvents, evolveFollowUp, noFollowUp);
