import type { StatisticsReport } from '#libs/projections';

import { connect } from '../client/connect.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, setInText } from '../terminal/columns.js';
import { instantWords, printJson, printLines } from '../terminal/print.js';

export interface FiguresFlags extends OutputFlags {
  readonly asOf?: string;
}

/** The figures of a year as recorded up to an instant. */
export async function figures(year: string, { json, ...asked }: FiguresFlags): Promise<void> {
  const client = await connect({ roles: ['reporting_officer'] });
  const query = new URLSearchParams({ year, ...asked });
  const view = await client.json<StatisticsReport>(`/v1/statistics?${query.toString()}`);
  if (json) printJson(view);
  else printLines(figureWords(view));
}

const ratio = ({ value, of, percent }: StatisticsReport['replyRate']): string =>
  percent === null ? `${value} of ${of}` : `${value} of ${of} (${percent} %)`;

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly definition: string;
}

/** The parts of the letters sent whose names in the ledger are no words; the groups of States as the United Nations names them. */
const partNames: Readonly<Record<string, string>> = {
  african: 'African States',
  asia_pacific: 'Asia-Pacific States',
  eastern_european: 'Eastern European States',
  latin_american_and_caribbean: 'Latin American and Caribbean States',
  western_european_and_other: 'Western European and other States',
  joint: 'Two or more mandates',
  one_mandate: 'One mandate',
  other_actors: 'Other actors',
  unread: 'Not recognised',
};

/** The figures of a year, each with what it counts under it, and the parts of the letters sent. */
export function figureWords(view: StatisticsReport): string[] {
  const row = (name: string, value: string | number, { definition }: StatisticsReport['sent']): Figure => ({
    ...{ name, value: String(value), definition },
  });
  const rows = [
    row('letters sent', view.sent.value, view.sent),
    row('Members addressed', ratio(view.shareOfMembers), view.shareOfMembers),
    row('individuals', view.individuals.value, view.individuals),
    row('women', view.women.value, view.women),
    row('letters without a number of individuals', view.unspecified.value, view.unspecified),
    row('replies', view.replies.value, view.replies),
    row('reply rate', ratio(view.replyRate), view.replyRate),
    row('replied in time', ratio(view.repliedInTime), view.repliedInTime),
    row('replied ever', ratio(view.repliedEver), view.repliedEver),
    row('followed up', ratio(view.followedUp), view.followedUp),
  ];
  const parts = [...view.kinds, ...view.regions, ...view.joint].map(({ key, value, percent }) => [
    partNames[key] ?? key.replaceAll('_', ' '),
    String(value),
    `${percent} %`,
  ]);
  const asAt = view.asAt === null ? '' : `, as recorded up to ${instantWords(view.asAt.time)}`;
  return [
    `Figures of ${view.year}${asAt}`,
    '',
    ...rows.flatMap(({ name, value, definition }) => [`${name}: ${value}`, ...setInText(definition, 4)]),
    '',
    ...(view.sent.value === 0
      ? [`No letter of ${view.year} is on record: the figures say nothing of that year.`, '']
      : []),
    ...columns(['Letters sent', 'Number', 'Share'], parts),
  ];
}
