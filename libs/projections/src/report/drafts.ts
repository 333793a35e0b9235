import type { RecordedEvent } from '#libs/ledger';

import { textOf } from '../reading.js';

/** A draft of a report on record. */
export interface DraftOnRecord {
  /** The ReportGenerated. */
  readonly event: string;
  /** The position it was made at. */
  readonly position: number;
  readonly submitted: boolean;
}

/** The drafts of a report (`HRC60-communications`) in the order they were recorded. */
export function draftsOf(events: readonly RecordedEvent[], report: string): readonly DraftOnRecord[] {
  const own = events.filter(({ stream }) => stream === `report-${report}`);
  const handedIn = own.filter(({ type }) => type === 'ReportSubmitted').map(({ data }) => textOf(data, 'report'));
  return own
    .filter(({ type, data }) => type === 'ReportGenerated' && typeof data['position'] === 'number')
    .map(({ id, data }) => ({ event: id, position: Number(data['position']), submitted: handedIn.includes(id) }));
}

/** The draft that stands for a report: the one handed in, else the last. */
export const standingDraft = (drafts: readonly DraftOnRecord[]): DraftOnRecord | undefined =>
  drafts.find(({ submitted }) => submitted) ?? drafts.at(-1);
