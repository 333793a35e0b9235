import type { RecordedEvent } from '#libs/ledger';

import { appended, emptyHistory, type History, itemsOf } from '../history.js';
import type { Projection } from '../projection.js';

const counted: ReadonlySet<string> = new Set([
  'LetterSent',
  'LetterCorrected',
  'ReplyReceived',
  'FurtherInformationRequested',
  'FollowUpRecorded',
  'LettersLinked',
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
  version: 2,
  initial: { asAt: null, events: emptyHistory },
  apply: (state, event) => {
    const kept = figureEventOf(event);
    return {
      asAt: { position: event.position, time: event.time },
      events: kept === undefined ? state.events : appended(state.events, kept),
    };
  },
};

/** The events folded so far, by position. */
export const figureHistory = ({ events }: FigureEvents): readonly RecordedEvent[] => itemsOf(events);

/** The event without what nothing is counted from; `undefined` when it counts for nothing. */
export function figureEventOf({ data, ...event }: RecordedEvent): RecordedEvent | undefined {
  if (!counted.has(event.type)) return undefined;
  const members = Object.entries(data).filter(([name]) => !left.has(name));
  return { ...event, data: { ...Object.fromEntries(members), on: data.on } };
}
