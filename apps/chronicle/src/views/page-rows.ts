import { type RecordedEvent, streamKind } from '#libs/ledger';
import {
  communicationKey,
  communicationStream,
  factsOf,
  fold,
  isOpen,
  labelOf,
  type LetterObligations,
  mayBelongToFile,
  obligations,
  withSealedMarks,
} from '#libs/projections';

/** What is known of a stream before a page is folded onto it. */
export interface StreamRow {
  readonly name: string;
  /** Whether everyone may read its clear part. */
  readonly public: boolean;
  /** The printed type of the letter, in a communication stream. */
  readonly label: string | null;
}

export interface EventRow {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly version: number;
  readonly on: string;
  readonly time: string;
  readonly role: string;
  readonly ps: string | null;
  readonly label: string | null;
  readonly facts: object | null;
}

export interface FileStreamRow {
  readonly code: string;
  readonly stream: string;
  readonly since: number;
}

export interface LetterRow {
  readonly stream: string;
  readonly label: string | null;
  readonly open: boolean;
  readonly obligations: LetterObligations;
}

export interface PageRows {
  readonly events: readonly EventRow[];
  readonly streams: readonly StreamRow[];
  readonly fileStreams: readonly FileStreamRow[];
}

/** The rows that a page of events adds or changes, given the streams it touches as they were before. */
export function pageRows(events: readonly RecordedEvent[], before: readonly StreamRow[]): PageRows {
  const streams = new Map(before.map((row) => [row.name, row]));
  const joined = new Map<string, FileStreamRow>();
  const rows = events.map((event) => {
    const known = streams.get(event.stream) ?? { name: event.stream, public: false, label: null };
    const row = { ...known, public: known.public || opensToAll(event), label: labelOf(event) ?? known.label };
    streams.set(event.stream, row);
    for (const code of event.codes) {
      const name = `${code} ${event.stream}`;
      if (!joined.has(name)) joined.set(name, { code, stream: event.stream, since: event.position });
    }
    return eventRow(event, row.label);
  });
  return { events: rows, streams: [...streams.values()], fileStreams: [...joined.values()] };
}

/**
 * Whether everyone may read the event's stream from this event on (design pages 2.2 and 7.4): a communication once its letter is published,
 * for ever; press releases, reports and the ledger's own streams always; a follow-up as its first event fixes it.
 */
function opensToAll({ stream, type, revision, data }: RecordedEvent): boolean {
  switch (streamKind(stream)) {
    case 'press_release':
    case 'report':
    case 'ledger-policy':
    case 'ledger-keys':
    case 'ledger-heads':
      return true;
    case 'communication':
      return type === 'LetterPublished';
    case 'follow_up':
      return revision === 0 && data['audience'] === 'all';
    case 'allegation':
    case 'handling':
    case 'access':
    case 'subject':
    case undefined:
      return false;
  }
}

function eventRow(event: RecordedEvent, label: string | null): EventRow {
  const { position, id, stream, revision, type, version, time, by, data } = event;
  const { on, ...fields } = withSealedMarks(data);
  return {
    position,
    id,
    stream,
    revision,
    type,
    version,
    on: typeof on === 'string' ? on : time,
    time,
    role: by.role,
    ps: by.ps ?? null,
    label,
    facts: mayBelongToFile(stream) ? factsOf(fields) : null,
  };
}

/** The communication streams of the letters that a page's events are about. */
export const lettersOf = (events: readonly RecordedEvent[]): readonly string[] => [
  ...new Set(events.flatMap(({ stream }) => letterOf(stream) ?? [])),
];

function letterOf(stream: string): string | undefined {
  const key = communicationKey(stream);
  return key && communicationStream(key);
}

/** The letters' obligations with a page folded onto them. */
export function letterRows(
  events: readonly RecordedEvent[],
  before: ReadonlyMap<string, LetterRow>,
): readonly LetterRow[] {
  const byLetter = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const letter = letterOf(event.stream);
    if (letter !== undefined) byLetter.set(letter, [...(byLetter.get(letter) ?? []), event]);
  }
  return [...byLetter].map(([stream, own]) => {
    const known = before.get(stream);
    const state = fold(obligations, own, known?.obligations);
    const label = own.map(labelOf).findLast((found) => found !== undefined) ?? known?.label ?? null;
    return { stream, label, open: isOpen(state), obligations: state };
  });
}
