import type { CountedLetter } from './counted-letters.js';
import type { CountedReply } from './counted-replies.js';
import { type Counted, type Figure, figure, listed, type Share, share } from './figure.js';

export interface ReplyFigures {
  readonly replies: Figure;
  readonly replyRate: Share;
  readonly repliedInTime: Share;
  readonly repliedEver: Share;
}

/** The figures on replies: those received in the year, and those to the letters of the year, which are given. */
export function replyFigures(
  letters: readonly CountedLetter[],
  replies: readonly CountedReply[],
  year: number,
): ReplyFigures {
  const received = replies.filter((reply) => reply.year === year);
  const ofTheYear = new Set(letters);
  const toThem = received.filter((reply) => reply.letters.some((letter) => ofTheYear.has(letter)));
  const replied = daysOfReplies(replies);
  const withLastDay = letters.filter(({ replyDueOn }) => replyDueOn !== undefined);
  const inTime = withLastDay.filter((letter) => replied.get(letter)?.some((day) => isNotAfter(day, letter.replyDueOn)));
  const ever = letters.filter((letter) => replied.has(letter));
  return {
    replies: figure('replies', received.map(counted)),
    replyRate: share('replyRate', toThem.map(counted), letters.length),
    repliedInTime: share('repliedInTime', inTime.map(listed), withLastDay.length),
    repliedEver: share('repliedEver', ever.map(listed), letters.length),
  };
}

const counted = ({ id, letters }: CountedReply): Counted => ({ id, references: letters.map((one) => one.reference) });

const isNotAfter = (day: string | undefined, due: string | undefined): boolean =>
  day !== undefined && due !== undefined && day <= due;

function daysOfReplies(replies: readonly CountedReply[]): ReadonlyMap<CountedLetter, readonly (string | undefined)[]> {
  const days = new Map<CountedLetter, (string | undefined)[]>();
  for (const { day, letters } of replies)
    for (const letter of letters) days.set(letter, [...(days.get(letter) ?? []), day]);
  return days;
}
