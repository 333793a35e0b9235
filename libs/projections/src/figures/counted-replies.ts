import { answersLetter, type ReplyKind, replyKinds } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

import { textOf } from '../reading.js';
import type { CountedLetter } from './counted-letters.js';
import { dayOf, yearOf } from './days.js';

/** A reply that counts: one, however many letters it answers. */
export interface CountedReply {
  /** The event of its first record. */
  readonly id: string;
  readonly year: number | undefined;
  readonly day: string | undefined;
  /** The letters it answers that count, never none. */
  readonly letters: readonly CountedLetter[];
}

const isReplyKind = (kind: string | undefined): kind is ReplyKind => (replyKinds as readonly unknown[]).includes(kind);

/**
 * Interim and substantive replies and refusals to letters that count, by the position of their first record. Records with the same
 * `sameReplyAs` are one reply, also when the record that they name is in error.
 */
export function countedReplies(
  standing: readonly RecordedEvent[],
  letters: readonly CountedLetter[],
): readonly CountedReply[] {
  const byStream = new Map(letters.map((letter) => [letter.stream, letter]));
  const replies = new Map<string, CountedReply>();
  for (const { id, type, stream, data } of standing) {
    const kind = textOf(data, 'kind');
    const letter = byStream.get(stream);
    if (type !== 'ReplyReceived' || letter === undefined || !isReplyKind(kind) || !answersLetter(kind)) continue;
    const first = textOf(data, 'sameReplyAs') ?? id;
    const known = replies.get(first) ?? { id: first, year: yearOf(data.on), day: dayOf(data.on), letters: [] };
    replies.set(first, { ...known, letters: [...known.letters, letter] });
  }
  return [...replies.values()];
}
