import type { Figure, Share, StatisticsReport } from '#libs/projections';

export interface FigureRow {
  readonly label: string;
  readonly value: string;
  readonly definition: string;
  readonly references: readonly string[];
}

/** The figures of a year in the order they are printed. */
export function figureRows(report: StatisticsReport): readonly FigureRow[] {
  return [
    row('Letters sent', report.sent),
    row('Member States addressed', report.shareOfMembers),
    row('Individuals concerned', report.individuals),
    row('Women among them', report.women),
    row('Letters that do not say how many', report.unspecified),
    row('Replies received', report.replies),
    row('Reply rate', report.replyRate),
    row('Letters replied to in time', report.repliedInTime),
    row('Letters replied to', report.repliedEver),
    row('Letters followed up', report.followedUp),
  ];
}

const row = (label: string, figure: Figure | Share): FigureRow => ({
  label,
  value: 'of' in figure ? shareText(figure) : String(figure.value),
  definition: figure.definition,
  references: [...new Set(figure.list.flatMap(({ references }) => references))],
});

/** `365 of 534 (68 %)`. */
const shareText = ({ value, of, percent }: Share): string =>
  percent === null ? `${value} of ${of}` : `${value} of ${of} (${percent} %)`;
