import type { StatisticsReport } from '../report/statistics-report.js';
import type { Figure, Share } from './figure.js';

/** A figure of a year under the name that every output gives it. */
interface LabelledFigure {
  readonly label: string;
  /** `365 of 534 (68 %)`, `1037`. */
  readonly value: string;
  readonly figure: Figure | Share;
}

/** The figures of a year in the order in which they are printed. */
export function labelledFigures(report: StatisticsReport): readonly LabelledFigure[] {
  return [
    labelled('Letters sent', report.sent),
    labelled('Member States addressed', report.shareOfMembers),
    labelled('Individuals concerned', report.individuals),
    labelled('Women among them', report.women),
    labelled('Letters that do not say how many', report.unspecified),
    labelled('Replies received', report.replies),
    labelled('Reply rate', report.replyRate),
    labelled('Letters replied to in time', report.repliedInTime),
    labelled('Letters replied to', report.repliedEver),
    labelled('Letters followed up', report.followedUp),
  ];
}

const labelled = (label: string, figure: Figure | Share): LabelledFigure => ({
  label,
  value: 'of' in figure ? shareText(figure) : String(figure.value),
  figure,
});

const shareText = ({ value, of, percent }: Share): string =>
  percent === null ? `${value} of ${of}` : `${value} of ${of} (${percent} %)`;

/** The parts of the letters sent; the groups of States as the United Nations names them. */
const parts: Readonly<Record<string, string>> = {
  UA: 'Urgent appeals (UA)',
  AL: 'Letters of allegation (AL)',
  OL: 'Other letters (OL)',
  unread: 'Not recognised',
  joint: 'Two or more mandates',
  one_mandate: 'One mandate',
  african: 'African States',
  asia_pacific: 'Asia-Pacific States',
  eastern_european: 'Eastern European States',
  latin_american_and_caribbean: 'Latin American and Caribbean States',
  western_european_and_other: 'Western European and other States',
  other_actors: 'Other actors',
};

/** A part of the letters sent, in words; one that has none yet is shown as it is called. */
export const shareWords = (key: string): string => parts[key] ?? key.replaceAll('_', ' ');
