import { labelledFigures, shareWords, type StatisticsReport } from '#libs/projections';

import { connect } from '../client/connect.js';
import { askedQuery, type MomentFlags } from '../client/moment.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, setInText } from '../terminal/columns.js';
import { instantWords, printJson, printLines } from '../terminal/print.js';

export type FiguresFlags = OutputFlags & MomentFlags;

/** The figures of a year as recorded up to a moment. */
export async function figures(year: string, { json, ...moment }: FiguresFlags): Promise<void> {
  const client = await connect({ roles: ['reporting_officer'] });
  const view = await client.json<StatisticsReport>(`/v1/statistics${askedQuery({ year, ...moment })}`);
  if (json) printJson(view);
  else printLines(figureWords(view));
}

/** The figures of a year, each with what it counts under it, and the parts of the letters sent. */
export function figureWords(view: StatisticsReport): string[] {
  const parts = [...view.kinds, ...view.regions, ...view.joint].map(({ key, value, percent }) => [
    shareWords(key),
    String(value),
    `${percent} %`,
  ]);
  const asAt = view.asAt === null ? '' : `, as recorded up to ${instantWords(view.asAt.time)}`;
  return [
    `Figures of ${view.year}${asAt}`,
    '',
    ...labelledFigures(view).flatMap(({ label, value, figure }) => [
      `${label}: ${value}`,
      ...setInText(figure.definition, 4),
    ]),
    '',
    ...(view.sent.value === 0
      ? [`No letter of ${view.year} is on record: the figures say nothing of that year.`, '']
      : []),
    ...columns(['Letters sent', 'Number', 'Share'], parts),
  ];
}
