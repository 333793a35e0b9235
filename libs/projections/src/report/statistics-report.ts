import type { RecordedEvent } from '#libs/ledger';

import type { AsAt } from '../figures/figure-events.projection.js';
import type { Counted } from '../figures/figure.js';
import { yearFiguresOf, type YearFigures } from '../figures/year-figures.js';
import { reportedLetters } from './reported-letters.js';

/** The figures of a year as somebody may read them: all is counted, and what is not for them is not listed. */
export interface StatisticsReport extends YearFigures {
  readonly kind: 'statistics';
  readonly report: string;
  /** How many letters of the year are counted and not listed, because they are not published. */
  readonly notListed: number;
}

export interface StatisticsAsked {
  readonly year: number;
  readonly asAt: AsAt;
  /** Which letters are listed behind the numbers: those that everyone may read, or all of them, for staff. */
  readonly listed: 'published' | 'all';
}

/** The figures of a year from events by position, at or before `asAt`. */
export function statisticsReport(
  events: readonly RecordedEvent[],
  { year, asAt, listed }: StatisticsAsked,
): StatisticsReport {
  const figures = yearFiguresOf(events, asAt, { year });
  const report = `${year}-statistics`;
  if (listed === 'all') return { ...figures, kind: 'statistics', report, notListed: 0 };
  const letters = reportedLetters(events);
  const published = new Set(
    letters.filter(({ publication }) => publication !== undefined).map(({ counted }) => counted.reference),
  );
  const hidden = figures.sent.list.filter(({ id }) => !published.has(id)).length;
  return { ...cut(figures, published), kind: 'statistics', report, notListed: hidden };
}

/** Values stay; lists keep only the letters that are published, and no addressee or reply that no published letter stands for. */
function cut(figures: YearFigures, published: ReadonlySet<string>): YearFigures {
  const shown = (references: readonly string[]): string[] => references.filter((one) => published.has(one));
  const list = (items: readonly Counted[]): readonly Counted[] =>
    items
      .map(({ id, references }) => ({ id, references: shown(references) }))
      .filter(({ references }) => references.length > 0);
  const rows = <T extends { readonly references: readonly string[] }>(all: readonly T[]): readonly T[] =>
    all.map((row) => ({ ...row, references: shown(row.references) }));
  const part = <T extends { readonly list: readonly Counted[] }>(figure: T): T => ({
    ...figure,
    list: list(figure.list),
  });
  return {
    ...figures,
    sent: part(figures.sent),
    kinds: rows(figures.kinds),
    regions: rows(figures.regions),
    joint: rows(figures.joint),
    states: list(figures.states),
    otherActors: list(figures.otherActors),
    shareOfMembers: part(figures.shareOfMembers),
    individuals: part(figures.individuals),
    women: part(figures.women),
    unspecified: part(figures.unspecified),
    replies: part(figures.replies),
    replyRate: part(figures.replyRate),
    repliedInTime: part(figures.repliedInTime),
    repliedEver: part(figures.repliedEver),
    followedUp: part(figures.followedUp),
  };
}
