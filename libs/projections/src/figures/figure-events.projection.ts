import type { RecordedEvent } from '#libs/ledger';

import { appended, emptyHistory, type History } from '../history.js';
import type { Projection } from '../projection.js';

const counted: ReadonlySet<string> = new Set([
  'LetterSent',
  'LetterCorrected',
  'ReplyReceived',
  'FurtherInformationRequested',
  'FollowUpRecorded',
  'RecordedInError',
  'ReferenceVoided',
]);

/** What figures are counted from, up to a position of the ledger. */
export interface FigureEvents {
  /** The last position folded, and when it was recorded; `null` before the first. */
  readonly asAt: { readonly position: number; readonly time: string } | null;
  readonly events: History<RecordedEvent>;
}

/** Keeps the events that figures are counted from. Figures of an earlier position are those of the fold up to it. */
export const figureEvents: Projection<FigureEvents> = {
  name: 'figure-events',
  version: 1,
  initial: { asAt: null, events: emptyHistory },
  apply: (state, event) => ({
    asAt: { position: event.position, time: event.time },
    events: counted.has(event.type) ? appended(state.events, event) : state.events,
  }),
};
