import type { JsonObject, RecordedEvent } from '#libs/ledger';
import { streamKind } from '#libs/ledger';
import {
  communicationKey,
  factsOf,
  inTimelineOrder,
  occurredOn,
  printedReference,
  timelineEntry,
  type TimelineEntry,
  withCorrections,
  withErrors,
} from '#libs/projections';

import type { EventRow } from '../views/page-rows.js';
import { iconOf, titleOf } from '../view-words.js';
import type { TimelineQuery } from './query.js';

/** One line of a timeline as it is answered. */
export interface TimelineLine {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly ver: number;
  readonly stream: string;
  readonly reference?: string;
  readonly on: string;
  readonly time: string;
  readonly title: string;
  readonly icon?: string;
  readonly facts: JsonObject;
  /** The event whose record counts instead of this one. */
  readonly correctedBy?: string;
  /** The event by which it counts no longer. */
  readonly inErrorBy?: string;
  /** Told by an import of what was recorded elsewhere before. */
  readonly imported?: true;
}

export const timelineLines = (entries: readonly TimelineEntry[], query: TimelineQuery): readonly TimelineLine[] =>
  inTimelineOrder(withErrors(withCorrections(entries)))
    .filter((entry) => isAsked(entry, query))
    .map(line);

export function entryOfRow(row: EventRow): TimelineEntry {
  const { position, id, type, version, stream, on, time, role, label, facts } = row;
  const key = communicationKey(stream);
  return {
    position,
    event: id,
    type,
    version,
    stream,
    ...(key === undefined ? {} : { reference: printedReference(key, label ?? undefined) }),
    on,
    time,
    fields: (facts ?? {}) as JsonObject,
    ...importedBy(role),
  };
}

/** `label`: the printed type of the letter the event belongs to. */
export function entryOfEvent(event: RecordedEvent, label: string | undefined): TimelineEntry {
  const entry = timelineEntry(event, label);
  return { ...entry, fields: factsOf(entry.fields), ...importedBy(event.by.role) };
}

const importedBy = (role: string): { readonly imported?: true } => (role === 'importer' ? { imported: true } : {});

function line({ event, version, fields, ...entry }: TimelineEntry): TimelineLine {
  const icon = iconOf(entry.type);
  return {
    ...entry,
    eventId: event,
    ver: version,
    title: titleOf(entry.type, fields),
    ...(icon === undefined ? {} : { icon }),
    facts: fields,
  };
}

/** A coarse date that may lie in the span asked for is shown: nothing that happened in it is hidden. */
function isAsked(entry: TimelineEntry, { from, to, kinds }: TimelineQuery): boolean {
  const { start, end } = occurredOn(entry);
  if (from !== undefined && end <= from.start) return false;
  if (to !== undefined && start >= to.end) return false;
  return kinds === undefined || kinds.has(entry.type) || kinds.has(streamKind(entry.stream) ?? '');
}
