import type { StatisticsReport } from '#libs/projections';

import { connect } from '../client/connect.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, instantWords, printJson, printLines } from '../terminal/print.js';

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

/** The figures of a year as a table, each with what it counts, and the parts of the letters sent. */
export function figureWords(view: StatisticsReport): string[] {
  const row = (name: string, value: string | number, { definition }: StatisticsReport['sent']): string[] => [
    name,
    String(value),
    definition,
  ];
  const rows = [
    row('sent', view.sent.value, view.sent),
    row('Members addressed', ratio(view.shareOfMembers), view.shareOfMembers),
    row('individuals', view.individuals.value, view.individuals),
    row('women', view.women.value, view.women),
    row('unspecified', view.unspecified.value, view.unspecified),
    row('replies', view.replies.value, view.replies),
    row('reply rate', ratio(view.replyRate), view.replyRate),
    row('replied in time', ratio(view.repliedInTime), view.repliedInTime),
    row('replied ever', ratio(view.repliedEver), view.repliedEver),
    row('followed up', ratio(view.followedUp), view.followedUp),
  ];
  const parts = [...view.kinds, ...view.regions, ...view.joint].map(({ key, value, percent }) => [
    key.replaceAll('_', ' '),
    String(value),
    `${percent} %`,
  ]);
  const asAt = view.asAt === null ? '' : `, as recorded up to ${instantWords(view.asAt.time)}`;
  return [
    `Figures of ${view.year}${asAt}`,
    '',
    ...columns(['Figure', 'Value', 'What it counts'], rows),
    '',
    ...columns(['Sent', 'Letters', 'Share'], parts),
  ];
}
