import type { RecordedEvent } from '#libs/ledger';

import { appended, emptyHistory, type History, itemsOf } from '../history.js';
import type { Projection } from '../projection.js';

const counted: ReadonlySet<string> = new Set([
  'LetterSent',
  'LetterCorrected',
  'ReplyReceived',
  'FurtherInformationRequested',
  'FollowUpRecorded',
  'RecordedInError',
  'ReferenceVoided',
  'LetterPublished',
  'ReplyPublished',
  'ReplyWithheld',
  'PublicationWithdrawn',
  'ReportGenerated',
  'ReportSubmitted',
]);

/** Members of a letter's or a reply's record that nothing is counted from and no report prints; they are most of it. */
const left: ReadonlySet<string> = new Set([
  ...['questions', 'instruments', 'documentsCited', 'upr', 'statesMentioned', 'otherRecipients', 'documents'],
  ...['capacityMandates', 'signatories', 'places', 'allegedPerpetrators', 'businesses', 'earlierReferences', 'themes'],
]);

/** A place in the ledger: a position and when it was recorded. */
export interface AsAt {
  readonly position: number;
  readonly time: string;
}

/** What figures and reports are made from, up to a position of the ledger. */
export interface FigureEvents {
  /** The last position folded; `null` before the first. */
  readonly asAt: AsAt | null;
  readonly events: History<RecordedEvent>;
}

/** Keeps the events that figures and reports are made from. Those of an earlier position are made from the fold up to it. */
export const figureEvents: Projection<FigureEvents> = {
  name: 'figure-events',
  version: 1,
  initial: { asAt: null, events: emptyHistory },
  apply: (state, event) => ({
    asAt: { position: event.position, time: event.time },
    events: counted.has(event.type) ? appended(state.events, shortened(event)) : state.events,
  }),
};

/** The events folded so far, by position. */
export const figureHistory = ({ events }: FigureEvents): readonly RecordedEvent[] => itemsOf(events);

const shortened = ({ data, ...event }: RecordedEvent): RecordedEvent => ({
  ...event,
  data: { ...Object.fromEntries(Object.entries(data).filter(([name]) => !left.has(name))), on: data.on },
});
