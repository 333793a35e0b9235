import { figureDefinitions2025, isMemberOn, membersOn } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

import { type Breakdown, byJointness, byKind, byRegion } from './breakdowns.js';
import { added, type CountedLetter, countedLetters } from './counted-letters.js';
import { countedReplies } from './counted-replies.js';
import { type AsAt, type FigureEvents, figureHistory } from './figure-events.projection.js';
import { type Counted, type Figure, figure, listed, type Share, share } from './figure.js';
import { followedUpStreams } from './followed-up.js';
import { type ReplyFigures, replyFigures } from './reply-figures.js';
import { withoutErrors } from './without-errors.js';

export interface YearFigures extends ReplyFigures {
  readonly year: number;
  /** Only letters that this mandate signs; `null` for all. */
  readonly mandate: string | null;
  readonly asAt: AsAt | null;
  /** The file the definitions stand in. */
  readonly policy: string;
  readonly sent: Figure;
  /** Each adds up to `sent`. */
  readonly kinds: Breakdown;
  readonly regions: Breakdown;
  readonly joint: Breakdown;
  /** States, observers among them, and other actors that letters of the year were sent to. */
  readonly states: readonly Counted[];
  readonly otherActors: readonly Counted[];
  readonly shareOfMembers: Share;
  readonly individuals: Figure;
  readonly women: Figure;
  readonly unspecified: Figure;
  readonly followedUp: Share;
}

/** Which figures are asked for: those of all letters of a year, or of those that one mandate signs. */
export interface FiguresAsked {
  readonly year: number;
  readonly mandate?: string | null;
}

/** The figures of a year (design page 2.6) as at the last position folded, each with its definition and the list behind it. */
export const yearFigures = (state: FigureEvents, asked: FiguresAsked): YearFigures =>
  yearFiguresOf(figureHistory(state), state.asAt, asked);

/** The same from the events themselves, which stand at or before `asAt`. */
export function yearFiguresOf(
  events: readonly RecordedEvent[],
  asAt: AsAt | null,
  { year, mandate = null }: FiguresAsked,
): YearFigures {
  const standing = withoutErrors(events);
  const counting = countedLetters(standing);
  const all = counting.filter(({ mandates }) => mandate === null || mandates.includes(mandate));
  const letters = all.filter((letter) => letter.year === year);
  const replies = countedReplies(standing, all);
  const followed = followedUpStreams(standing, counting);
  return {
    year,
    mandate,
    asAt,
    policy: figureDefinitions2025.file,
    ...lettersSent(letters, year),
    ...individuals(letters),
    ...replyFigures(letters, replies, year),
    followedUp: share('followedUp', letters.filter(({ stream }) => followed.has(stream)).map(listed), letters.length),
  };
}

function lettersSent(
  letters: readonly CountedLetter[],
  year: number,
): Pick<YearFigures, 'sent' | 'kinds' | 'regions' | 'joint' | 'states' | 'otherActors' | 'shareOfMembers'> {
  const day = `${year}-12-31`;
  const isOther = ({ region }: CountedLetter): boolean => region === 'other_actors';
  const isState = ({ region }: CountedLetter): boolean => region !== 'other_actors' && region !== 'unread';
  const states = addressed(letters.filter(isState), ({ code }) => code);
  return {
    sent: figure('sent', letters.map(listed)),
    kinds: byKind(letters),
    regions: byRegion(letters),
    joint: byJointness(letters),
    states,
    otherActors: addressed(letters.filter(isOther), ({ addressee }) => addressee),
    shareOfMembers: share(
      'shareOfMembers',
      states.filter(({ id }) => isMemberOn(id, day)),
      membersOn(day).length,
    ),
  };
}

function addressed(letters: readonly CountedLetter[], of: (letter: CountedLetter) => string): readonly Counted[] {
  const references = new Map<string, string[]>();
  for (const letter of letters) {
    const list = references.get(of(letter)) ?? [];
    list.push(letter.reference);
    references.set(of(letter), list);
  }
  return [...references].map(([id, list]) => ({ id, references: list })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function individuals(letters: readonly CountedLetter[]): Pick<YearFigures, 'individuals' | 'women' | 'unspecified'> {
  const sum = (definition: 'individuals' | 'women', of: 'all' | 'women'): Figure => {
    const adding = letters.filter((letter) => (letter.individuals?.[of] ?? 0) > 0);
    const value = adding.map((letter) => letter.individuals?.[of] ?? 0).reduce(added, 0);
    return figure(definition, adding.map(listed), value);
  };
  return {
    individuals: sum('individuals', 'all'),
    women: sum('women', 'women'),
    unspecified: figure('unspecified', letters.filter((letter) => letter.individuals === null).map(listed)),
  };
}
