import type { LetterReply, ReportedLetter } from './reported-letters.js';

/** A letter with the records of replies that a report prints with it. */
export interface WithReplies {
  readonly letter: ReportedLetter;
  readonly replies: readonly LetterReply[];
}

/** Where a reply is printed in full: the session of the report, the letter's stream, and the record there. */
interface ReplyPlace {
  readonly session: number;
  readonly stream: string;
  readonly event: string;
}

/** By reply, one however many letters it answers. */
export type ReplyPlaces = ReadonlyMap<string, ReplyPlace>;

/** The reply that a record is of: that of its first record. */
const oneReply = ({ event, sameReplyAs }: Pick<LetterReply, 'event' | 'sameReplyAs'>): string => sameReplyAs ?? event;

/**
 * Where replies are printed in full, with those of a report added: each in the first report that prints any of its records, there with the
 * letter for which it was recorded first. So it is counted once, although it stands beside every letter that it answers.
 */
export function placesAfter(before: ReplyPlaces, session: number, printed: readonly WithReplies[]): ReplyPlaces {
  const records = printed
    .flatMap(({ letter, replies }) => replies.map((reply) => ({ reply, stream: letter.counted.stream })))
    .sort((a, b) => a.reply.position - b.reply.position);
  const places = new Map(before);
  for (const { reply, stream } of records)
    if (!places.has(oneReply(reply))) places.set(oneReply(reply), { session, stream, event: reply.event });
  return places;
}

/** The record of a reply as a report prints it. */
export interface PlacedReply extends LetterReply {
  /** Where the reply is printed in full and counted, when that is not here. */
  readonly elsewhere: { readonly session: number; readonly stream: string } | null;
}

export function placed(reply: LetterReply, places: ReplyPlaces): PlacedReply {
  const place = places.get(oneReply(reply));
  const isHere = place === undefined || place.event === reply.event;
  return { ...reply, elsewhere: isHere ? null : { session: place.session, stream: place.stream } };
}
