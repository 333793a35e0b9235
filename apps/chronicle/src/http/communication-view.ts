import { addresseeName, type LetterTrack } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';
import {
  actorAddressed,
  communicationStatus,
  countedVersion,
  fold,
  labelOf,
  type LetterState,
  letterState,
  type LetterVersion,
  obligations,
  type ReplyRecord,
  type ReplyState,
  replyState,
  trackOf,
} from '#libs/projections';

import { deadlines } from '../deadlines.js';
import { referenceOf } from '../stream-reference.js';
import type { AsOf } from '../views/views-reader.js';
import { letterStateWords, replyStateWords, trackWords } from '../view-words.js';
import { type DueItem, dueItems, type WarningShown, warningsShown } from './due-items.js';
import { entryOfEvent, type TimelineLine, timelineLines } from './timeline-entry.js';

/** One letter, with everything that stands in its stream. */
export interface CommunicationView {
  readonly reference: string;
  readonly addressee: { readonly code: string; readonly name?: string; readonly id?: string; readonly kind?: string };
  readonly asOf: AsOf;
  /** Of the letter's stream as at that moment. */
  readonly revision: number;
  /** The work on the letter, for those who may read it; `revision` is `null` while there is none. An act of work names it in `If-Match`. */
  readonly handling?: { readonly revision: number | null };
  readonly status: {
    readonly letter: LetterState;
    readonly letterWords: string;
    readonly reply: ReplyState;
    readonly replyWords: string;
  };
  /** Of a letter that counts: whether it enters the joint report, or belongs to a working group's own procedures. */
  readonly track?: { readonly id: LetterTrack; readonly words: string };
  /** The record that counts: its clear fields, sealed ones as `[sealed]`. */
  readonly letter?: LetterVersion['fields'];
  /** Every record, oldest first; a later one corrects the one before, and one in error says so. */
  readonly versions: readonly LetterVersion[];
  readonly replies: readonly ReplyRecord[];
  /** What is owed with the rule it came from; to the public without the redaction, which is internal work. */
  readonly due: readonly Partial<DueItem>[];
  /** What to know of the letter's dates; nothing that is owed moves by it. */
  readonly warnings: readonly WarningShown[];
  readonly thread: readonly TimelineLine[];
}

/** What a letter's page is made of. */
export interface CommunicationSource {
  readonly code: string;
  readonly stream: string;
  readonly asOf: AsOf;
  /** Today in Geneva. */
  readonly day: string;
  /** The letter's stream up to `asOf`. */
  readonly events: readonly RecordedEvent[];
  /** The work on the letter up to `asOf`; `undefined` for those who may not see it. */
  readonly handling: readonly RecordedEvent[] | undefined;
}

export function communicationView(source: CommunicationSource): CommunicationView {
  const { stream, asOf, events, handling } = source;
  const status = fold(communicationStatus, workOf(source));
  const letter = letterState(status, deadlines);
  const reply = replyState(status, handling === undefined ? 'letter' : 'letter_and_work');
  const label = events.map(labelOf).findLast((found) => found !== undefined);
  const counted = countedVersion(status)?.fields;
  return {
    reference: referenceOf(stream, label ?? null),
    addressee: addresseeOf(source),
    asOf,
    revision: events.length - 1,
    ...(handling === undefined ? {} : { handling: { revision: handling.at(-1)?.revision ?? null } }),
    status: { letter, letterWords: letterStateWords[letter], reply, replyWords: replyStateWords[reply] },
    ...(counted === undefined ? {} : { track: trackShown(counted), letter: counted }),
    versions: status.versions,
    replies: status.replies,
    due: dueOf(source, label),
    warnings: warningsShown(fold(obligations, events)),
    thread: timelineLines(thread(events), { moment: 'latest' }),
  };
}

function trackShown(fields: LetterVersion['fields']): NonNullable<CommunicationView['track']> {
  const id = trackOf(fields);
  return { id, words: trackWords[id] };
}

/** A State by its name today, an other actor as the last record that counts names it. */
function addresseeOf({ code, events }: CommunicationSource): CommunicationView['addressee'] {
  const actor = events.map(actorAddressed).findLast((found) => found !== undefined);
  if (actor !== undefined) return { code, ...actor };
  const name = addresseeName(code);
  return { code, ...(name === undefined ? {} : { name }) };
}

/** The letter's events and, for those who may see it, the work on it, by position. */
const workOf = ({ events, handling }: CommunicationSource): readonly RecordedEvent[] =>
  [...events, ...(handling ?? [])].sort((a, b) => a.position - b.position);

function dueOf(source: CommunicationSource, label: string | undefined): Partial<DueItem>[] {
  const { stream, day, handling } = source;
  const row = { stream, label: label ?? null, obligations: fold(obligations, workOf(source)) };
  const items = dueItems(row, day);
  if (handling !== undefined) return [...items];
  return items.filter(({ kind }) => kind !== 'redaction').map(({ next: _, ...item }) => item);
}

/** Each entry with the label its letter had by then. */
function thread(events: readonly RecordedEvent[]): ReturnType<typeof entryOfEvent>[] {
  let label: string | undefined;
  return events.map((event) => entryOfEvent(event, (label = labelOf(event) ?? label)));
}
