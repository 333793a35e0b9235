import { isOccurredOn, zurichDay, zurichDayOf } from '#libs/domain';
import type { JsonObject, RecordedEvent } from '#libs/ledger';

import { communicationKey } from '../communication-key.js';
import { type CountedLetter, countedLetters } from '../figures/counted-letters.js';
import { withoutErrors } from '../figures/without-errors.js';
import { flagOf, textOf, textsOf } from '../reading.js';

/** A reply as the record of one letter has it. */
export interface LetterReply {
  readonly event: string;
  readonly position: number;
  /** The last day its date can mean. */
  readonly day: string;
  readonly on: string;
  readonly kind: string;
  readonly language: string | null;
  readonly confidential: boolean;
  readonly withheld: boolean;
  /** Whether everyone may read its text. */
  readonly published: boolean;
  /** The record of the same reply in the first letter's stream, when it answers several. */
  readonly sameReplyAs: string | null;
}

/** A letter that counts, with what a report may print of it. */
export interface ReportedLetter {
  readonly counted: CountedLetter;
  /** Of its first record. */
  readonly position: number;
  /** The last day its date can mean: the day that decides in which report it stands. */
  readonly day: string;
  readonly on: string;
  readonly label: string | undefined;
  /** As its header prints them. */
  readonly mandates: readonly string[];
  readonly subject: string | null;
  /** The publication in force; `undefined` while the letter is held back, or when it was withdrawn. */
  readonly publication: JsonObject | undefined;
  readonly replies: readonly LetterReply[];
}

/** The letters that count as recorded by the last of the events, which are given by position, each with its replies that stand. */
export function reportedLetters(events: readonly RecordedEvent[]): readonly ReportedLetter[] {
  const standing = withoutErrors(events);
  const byStream = new Map<string, RecordedEvent[]>();
  for (const event of standing) {
    const own = byStream.get(event.stream);
    if (own === undefined) byStream.set(event.stream, [event]);
    else own.push(event);
  }
  return countedLetters(standing).flatMap((counted) => letterOf(counted, byStream.get(counted.stream) ?? []));
}

function letterOf(counted: CountedLetter, events: readonly RecordedEvent[]): readonly ReportedLetter[] {
  const records = events.filter(({ type }) => type === 'LetterSent' || type === 'LetterCorrected');
  const [first] = records;
  const record = records.at(-1);
  if (first === undefined || record === undefined || communicationKey(record.stream) === undefined) return [];
  const published = publicationsInForce(events);
  return [
    {
      counted,
      position: first.position,
      ...dayAndOn(record),
      label: textOf(record.data, 'type'),
      mandates: textsOf(record.data, 'mandates'),
      subject: textOf(record.data, 'subject') ?? null,
      publication: published.get(null)?.data,
      replies: repliesOf(events, published),
    },
  ];
}

/** By the reply, or `null` for the letter itself. */
function publicationsInForce(events: readonly RecordedEvent[]): ReadonlyMap<string | null, RecordedEvent> {
  const gone = new Set(
    events
      .filter(({ type, data }) => type === 'PublicationWithdrawn' && data['extent'] !== 'fields')
      .map(({ data }) => textOf(data, 'publication')),
  );
  return new Map(
    events
      .filter(({ type, id }) => (type === 'LetterPublished' || type === 'ReplyPublished') && !gone.has(id))
      .map((event) => [event.type === 'LetterPublished' ? null : (textOf(event.data, 'reply') ?? ''), event]),
  );
}

function repliesOf(
  events: readonly RecordedEvent[],
  published: ReadonlyMap<string | null, RecordedEvent>,
): readonly LetterReply[] {
  const withheld = new Set(
    events.filter(({ type }) => type === 'ReplyWithheld').map(({ data }) => textOf(data, 'reply')),
  );
  return events
    .filter(({ type }) => type === 'ReplyReceived')
    .map((event) => ({
      event: event.id,
      position: event.position,
      ...dayAndOn(event),
      kind: textOf(event.data, 'kind') ?? 'unknown',
      language: textOf(event.data, 'language') ?? null,
      confidential: flagOf(event.data, 'confidential'),
      withheld: withheld.has(event.id),
      published: published.has(event.id),
      sameReplyAs: textOf(event.data, 'sameReplyAs') ?? null,
    }));
}

/** A date in no known form counts as the day on which it was recorded: a report leaves nothing out. */
function dayAndOn({ data, time }: RecordedEvent): { readonly day: string; readonly on: string } {
  const { on } = data;
  return isOccurredOn(on) ? { day: zurichDayOf(on), on } : { day: zurichDay(Date.parse(time)), on: time };
}
