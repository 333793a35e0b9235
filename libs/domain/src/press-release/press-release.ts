import { folding, type RecordedOf } from '../event-types.js';
import { pressReleaseEvents } from './press-release.events.js';

/** A press release as far as decisions rest on it. */
export interface PressReleaseState {
  /** The event that holds the release as last recorded. */
  readonly inForce: string | undefined;
  /** Keys of the letters it is about. */
  readonly references: readonly string[];
  readonly withdrawn: boolean;
}

const noRelease: PressReleaseState = { inForce: undefined, references: [], withdrawn: false };

/** The stream of a release, by the id of its first event. */
export const pressReleaseStream = (id: string): string => `press_release-${id}`;

function evolveRelease(state: PressReleaseState, event: RecordedOf<typeof pressReleaseEvents>): PressReleaseState {
  switch (event.type) {
    case 'PressReleaseIssued':
    case 'PressReleaseCorrected':
      return { ...state, inForce: event.id, references: event.data.references };
    case 'PressReleaseLinked':
      return { ...state, references: [...state.references, ...event.data.references] };
    case 'PressReleaseWithdrawn':
      return { ...state, withdrawn: true };
  }
}

/** Folds the events of one release's stream, in order. Types it does not know change nothing. */
export const foldPressRelease = folding(pressReleaseEvents, evolveRelease, noRelease);
