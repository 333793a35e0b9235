import { folding, type RecordedOf } from '../event-types.js';
import type { AllegationReceived } from './allegation-received.js';
import { allegationEvents } from './allegation.events.js';
import type { AssessmentDecision } from './assessment.js';
import type { Consent, PersonConcerned } from './person-concerned.js';

export interface PersonOnRecord {
  readonly id: string;
  /** As last given or withdrawn. */
  readonly consent: Consent;
}

/** A sealed text of the allegation, by the event it stands in and its path there. */
export interface TextOnRecord {
  readonly event: string;
  /** `narrative`, `allegedPerpetrators/0/names`, or `names` of what was restated. */
  readonly path: string;
}

/** An allegation as far as decisions rest on it; nothing sealed is in it. */
export interface AllegationState {
  readonly received: AllegationReceived | undefined;
  readonly persons: readonly PersonOnRecord[];
  /** What is sealed for the source and all persons together and can be said again without one of them. */
  readonly texts: readonly TextOnRecord[];
  /** Keys of the letters it is linked to. */
  readonly letters: readonly string[];
  /** What the last assessment decided. */
  readonly decision: AssessmentDecision | undefined;
  /** Why it takes nothing more. */
  readonly ended: 'merged' | 'closed' | undefined;
}

const noAllegation: AllegationState = {
  received: undefined,
  persons: [],
  texts: [],
  letters: [],
  decision: undefined,
  ended: undefined,
};

/** The stream of an allegation, by the id of its first event. */
export const allegationStream = (id: string): string => `allegation-${id}`;

function evolveAllegation(state: AllegationState, event: RecordedOf<typeof allegationEvents>): AllegationState {
  switch (event.type) {
    case 'AllegationReceived':
      return { ...withTexts(state, receivedTexts(event)), received: event.data, persons: personsIn(event.data) };
    case 'FurtherInformationReceived':
      return { ...withText(state, event.id, 'narrative'), persons: [...state.persons, ...personsIn(event.data)] };
    case 'ReprisalReported':
    case 'SourceCommentReceived':
      return withText(state, event.id, 'narrative');
    case 'TextRestated':
      return withText(state, event.id, restatedAs(event.data.path));
    case 'ConsentChanged': {
      const { person, consent } = event.data;
      return { ...state, persons: state.persons.map((one) => (one.id === person ? { ...one, consent } : one)) };
    }
    case 'AllegationLinked':
      return { ...state, letters: [...state.letters, event.data.reference] };
    case 'AllegationAssessed':
      return { ...state, decision: event.data.decision };
    case 'AllegationMerged':
      return { ...state, ended: 'merged' };
    case 'AllegationClosed':
      return { ...state, ended: 'closed' };
    case 'ReprisalRiskReviewed':
      return state;
  }
}

const withTexts = (state: AllegationState, texts: readonly TextOnRecord[]): AllegationState => ({
  ...state,
  texts: [...state.texts, ...texts],
});

const withText = (state: AllegationState, event: string, path: string): AllegationState =>
  withTexts(state, [{ event, path }]);

const receivedTexts = ({ id, data }: { readonly id: string; readonly data: AllegationReceived }): TextOnRecord[] =>
  ['narrative', ...data.allegedPerpetrators.map((_, index) => `allegedPerpetrators/${index}/names`)].map(
    (path): TextOnRecord => ({ event: id, path }),
  );

/** In which field of a TextRestated what stood at a path is said again. */
export const restatedAs = (path: string): 'narrative' | 'names' => (path === 'narrative' ? 'narrative' : 'names');

/** Every person on record has an id: the decision gave one to those whom the body named without. */
const personsIn = ({ persons }: { readonly persons: readonly PersonConcerned[] }): PersonOnRecord[] =>
  persons.map(({ id = '', consent }) => ({ id, consent }));

/** Folds the events of one allegation stream, in order. Types it does not know change nothing. */
export const foldAllegation = folding(allegationEvents, evolveAllegation, noAllegation);
