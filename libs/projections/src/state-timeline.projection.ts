import type { JsonObject, RecordedEvent } from '#libs/ledger';

import { type AddresseeFiles, filed, fileOf, noFiles } from './addressee-file.js';
import { communicationKey, printedReference } from './communication-key.js';
import { byOccurrence, occurredOn } from './occurred-on.js';
import type { Projection } from './projection.js';
import { textOf } from './reading.js';
import { withSealedMarks } from './sealed.js';

/** One thing that happened, as an addressee's timeline tells it: codes and fields only, no sentence. */
export interface TimelineEntry {
  readonly position: number;
  /** Event id (`jti`). */
  readonly event: string;
  readonly type: string;
  readonly version: number;
  readonly stream: string;
  /** `AL KHM 1/2025` for what stands in a letter's stream, with the label as it was recorded by then. */
  readonly reference?: string;
  /** Occurred on. */
  readonly on: string;
  /** Recorded at. */
  readonly time: string;
  /** The clear payload without `on`, each sealed slot as `[sealed]`. */
  readonly fields: JsonObject;
  /** The LetterCorrected whose record counts instead from its position on; both stay in the timeline. */
  readonly correctedBy?: string;
  /** The RecordedInError since whose position it counts no longer; both stay in the timeline. */
  readonly inErrorBy?: string;
  /** Told by an import of what was recorded elsewhere before. A bundle's timeline leaves it to its audit trail, where the role stands. */
  readonly imported?: true;
}

/** What happened with regard to each addressee; read one file with `timelineOf`. */
export const stateTimeline: Projection<AddresseeFiles> = {
  name: 'timeline',
  version: 1,
  initial: noFiles,
  apply: filed,
};

/** The timeline of one addressee: by the start of `on`, the coarser first, then by position. */
export function timelineOf(files: AddresseeFiles, code: string): readonly TimelineEntry[] {
  const events = fileOf(files, code);
  const labels = new Map<string, string>();
  const entries = events.map((event) => {
    const label = labelOf(event) ?? labels.get(event.stream);
    if (label !== undefined) labels.set(event.stream, label);
    return timelineEntry(event, label);
  });
  return inTimelineOrder(withCorrections(entries));
}

/** The printed type (`AL`) that an event gives its letter, if it does. */
export const labelOf = ({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): string | undefined =>
  type === 'LetterSent' || type === 'LetterCorrected' ? textOf(data, 'type') : undefined;

/** `label`: the printed type of the letter whose stream the event stands in, as known at its position. */
export function timelineEntry(event: RecordedEvent, label: string | undefined): TimelineEntry {
  const { on, ...fields } = withSealedMarks(event.data);
  const key = communicationKey(event.stream);
  return {
    position: event.position,
    event: event.id,
    type: event.type,
    version: event.version,
    stream: event.stream,
    ...(key === undefined ? {} : { reference: printedReference(key, label) }),
    on: typeof on === 'string' ? on : event.time,
    time: event.time,
    fields,
  };
}

/** Marks each record that a later LetterCorrected among the entries replaces. */
export function withCorrections<T extends TimelineEntry>(entries: readonly T[]): readonly T[] {
  const corrections = new Map<string, string>();
  for (const { type, fields, event } of entries) {
    const corrected = type === 'LetterCorrected' ? textOf(fields, 'corrects') : undefined;
    if (corrected !== undefined) corrections.set(corrected, event);
  }
  return entries.map((entry) => {
    const correctedBy = corrections.get(entry.event);
    return correctedBy === undefined ? entry : { ...entry, correctedBy };
  });
}

/** Marks each entry that a later RecordedInError among them takes out of what counts. A bundle's timeline tells it by that entry alone. */
export function withErrors<T extends TimelineEntry>(entries: readonly T[]): readonly T[] {
  const errors = new Map<string, string>();
  for (const { type, fields, event } of entries) {
    const mistaken = type === 'RecordedInError' ? textOf(fields, 'event') : undefined;
    if (mistaken !== undefined) errors.set(mistaken, event);
  }
  return entries.map((entry) => {
    const inErrorBy = errors.get(entry.event);
    return inErrorBy === undefined ? entry : { ...entry, inErrorBy };
  });
}

/** By the start of `on`, the coarser first, then by position. */
export const inTimelineOrder = (entries: readonly TimelineEntry[]): readonly TimelineEntry[] =>
  entries
    .map((entry) => ({ entry, position: entry.position, occurred: occurredOn(entry) }))
    .sort(byOccurrence)
    .map(({ entry }) => entry);
