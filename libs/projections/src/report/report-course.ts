import { reportSession, type ReportSession } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

import { draftsOf, standingDraft } from './drafts.js';
import { nothingOwn, ownCourse, type OwnCourse, type OwnDealtWith } from './own-course.js';
import { placed, type PlacedReply, placesAfter, type ReplyPlaces, type WithReplies } from './reply-places.js';
import { type LetterReply, type ReportedLetter, reportedLetters } from './reported-letters.js';

/** Why a letter of an earlier window stands in section A. `own_procedure`: a report before counted it among those of the own procedures. */
export type Late = 'recorded_late' | 'held_back' | 'own_procedure';

export interface PrintedLetter {
  readonly letter: ReportedLetter;
  readonly late: Late | null;
  /** The replies printed with it here, in full or, where another letter has them, by naming that letter. */
  readonly replies: readonly PlacedReply[];
}

/** What the report of one session at one position prints, and what it and the reports before it have dealt with. */
export interface ReportCourse {
  readonly session: number;
  readonly windows: ReportSession;
  /** The report before it as it is on record; `undefined` where this ledger holds none. */
  readonly previous: { readonly session: number; readonly position: number } | undefined;
  /** Every letter that counts at the position, printed or not. */
  readonly known: readonly ReportedLetter[];
  readonly letters: readonly PrintedLetter[];
  readonly earlierLetters: readonly PrintedLetter[];
  /** Letters of section A that are held back, counted here and in no report before. */
  readonly heldBack: readonly ReportedLetter[];
  /** Letters counted before, held back still, to which replies came. */
  readonly heldBackEarlier: readonly ReportedLetter[];
  /** The letters of the working groups' own procedures, which are in no section. */
  readonly own: OwnCourse;
  /** Where the reports of this ledger begin; what lies before was reported elsewhere. */
  readonly begun: Beginning;
  readonly dealtWith: DealtWith;
}

interface Beginning {
  readonly sentFrom: string;
  readonly repliesFrom: string;
  readonly position: number;
}

/** Streams of letters and ids of replies, printed in full or only counted. */
interface DealtWith {
  readonly lettersPrinted: ReadonlySet<string>;
  readonly lettersCounted: ReadonlySet<string>;
  readonly repliesPrinted: ReadonlySet<string>;
  readonly repliesCounted: ReadonlySet<string>;
  readonly places: ReplyPlaces;
  readonly own: OwnDealtWith;
}

const none: ReadonlySet<string> = new Set();
const nothing: DealtWith = {
  ...{
    lettersPrinted: none,
    lettersCounted: none,
    repliesPrinted: none,
    repliesCounted: none,
    places: new Map(),
    own: nothingOwn,
  },
};

/**
 * What the joint report of a session prints at a position (design page 2.7), from events by position. It is followed from the first report on
 * record in an unbroken row of sessions, each at the position of the draft that stands for it, so that nothing is printed twice. `undefined`
 * for a session without a joint report.
 */
export function reportCourse(
  events: readonly RecordedEvent[],
  { session, position }: { readonly session: number; readonly position: number },
): ReportCourse | undefined {
  const windows = reportSession(session);
  if (windows === undefined) return undefined;
  const known = upTo(events, position);
  const draft = standingDraft(draftsOf(known, `HRC${session - 1}-communications`));
  const before = draft && reportCourse(known, { session: session - 1, position: draft.position });
  const begun = before?.begun ?? { sentFrom: windows.sent.from, repliesFrom: windows.replies.from, position };
  const previous = before && draft && { session: session - 1, position: draft.position };
  return courseOf(reportedLetters(known), { session, windows, previous, begun }, before?.dealtWith ?? nothing);
}

/** The events up to a position; they are by position, so that the end is found by halving. */
function upTo(events: readonly RecordedEvent[], position: number): readonly RecordedEvent[] {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low === events.length ? events : events.slice(0, low);
}

type Frame = Pick<ReportCourse, 'session' | 'windows' | 'previous' | 'begun'>;

function courseOf(all: readonly ReportedLetter[], frame: Frame, before: DealtWith): ReportCourse {
  const { sent, replies } = frame.windows;
  const received = (letter: ReportedLetter): LetterReply[] => letter.replies.filter(({ day }) => day <= replies.until);
  const sentByNow = all.filter(({ day }) => day <= sent.until);
  const isJoint = joint(before);
  const inTime = sentByNow.filter(isJoint);
  const own = ownCourse(
    sentByNow.filter((letter) => !isJoint(letter) && isOurs(letter, frame.begun)),
    before.own,
  );
  const unprinted = inTime.filter(
    (letter) => isOurs(letter, frame.begun) && !before.lettersPrinted.has(streamOf(letter)),
  );
  const inSectionA = new Set(unprinted);
  const letters = unprinted
    .filter(isPublished)
    .map((letter) => ({ letter, late: lateness(letter, sent.from, before), replies: fresh(received(letter), before) }));
  const earlierLetters = inTime
    .filter((letter) => isPublished(letter) && !inSectionA.has(letter))
    .map((letter) => ({ letter, late: null, replies: since(letter, fresh(received(letter), before), frame.begun) }))
    .filter((printed) => printed.replies.length > 0);
  const held = unprinted.filter((letter) => !isPublished(letter));
  const uncounted = held.filter((letter) => received(letter).some(({ event }) => !before.repliesCounted.has(event)));
  const isNew = (letter: ReportedLetter): boolean =>
    !before.lettersCounted.has(streamOf(letter)) && !before.own.counted.has(streamOf(letter));
  const places = placesAfter(before.places, frame.session, [...letters, ...earlierLetters]);
  return {
    ...{ ...frame, own, known: all },
    letters: letters.map((printed) => withPlaces(printed, places)),
    earlierLetters: earlierLetters.map((printed) => withPlaces(printed, places)),
    heldBack: held.filter(isNew),
    heldBackEarlier: uncounted.filter((letter) => !isNew(letter)),
    dealtWith: {
      ...after(before, [...letters, ...earlierLetters], { letters: held, received }),
      ...{ places, own: own.dealtWith },
    },
  };
}

const withPlaces = <T extends WithReplies>(
  printed: T,
  places: ReplyPlaces,
): T & { readonly replies: readonly PlacedReply[] } => ({
  ...printed,
  replies: printed.replies.map((reply) => placed(reply, places)),
});

const streamOf = ({ counted }: ReportedLetter): string => counted.stream;

/** A letter that a report counted stays in the joint reports whatever a correction makes of it, so that none counts it again or loses its replies. */
const joint =
  ({ lettersCounted }: DealtWith) =>
  ({ counted: { stream, track } }: ReportedLetter): boolean =>
    track === 'joint' || lettersCounted.has(stream);

const isPublished = ({ publication }: ReportedLetter): boolean => publication !== undefined;

/** Whether the reports of this ledger print a letter in section A; others were reported elsewhere. */
const isOurs = ({ day, position }: ReportedLetter, begun: Beginning): boolean =>
  day >= begun.sentFrom || position > begun.position;

/** A letter that was reported elsewhere brings only the replies that came since. */
const since = (letter: ReportedLetter, replies: readonly LetterReply[], begun: Beginning): readonly LetterReply[] =>
  isOurs(letter, begun)
    ? replies
    : replies.filter(({ day, position }) => day >= begun.repliesFrom || position > begun.position);

const fresh = (replies: readonly LetterReply[], { repliesPrinted }: DealtWith): LetterReply[] =>
  replies.filter(({ event }) => !repliesPrinted.has(event));

function lateness({ day, counted }: ReportedLetter, from: string, before: DealtWith): Late | null {
  if (before.own.counted.has(counted.stream)) return 'own_procedure';
  if (before.lettersCounted.has(counted.stream)) return 'held_back';
  return day < from ? 'recorded_late' : null;
}

interface Held {
  readonly letters: readonly ReportedLetter[];
  readonly received: (letter: ReportedLetter) => readonly LetterReply[];
}

function after(before: DealtWith, printed: readonly WithReplies[], held: Held): Omit<DealtWith, 'own' | 'places'> {
  const streams = printed.map(({ letter }) => streamOf(letter));
  const replies = printed.flatMap((one) => one.replies.map(({ event }) => event));
  const counted = held.letters.flatMap((letter) => held.received(letter).map(({ event }) => event));
  return {
    lettersPrinted: new Set([...before.lettersPrinted, ...streams]),
    lettersCounted: new Set([...before.lettersCounted, ...streams, ...held.letters.map(streamOf)]),
    repliesPrinted: new Set([...before.repliesPrinted, ...replies]),
    repliesCounted: new Set([...before.repliesCounted, ...replies, ...counted]),
  };
}
