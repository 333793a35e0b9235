import { type Breakdown, shareWords, type StatisticsReport } from '#libs/projections';

import { figureRows } from './figure-rows.js';
import { percentage, table, text, unbroken } from './html-text.js';
import { lettersWords } from './report-words.js';

/** The figures with their definitions and the letters behind them, then the parts that make up the letters sent. */
export function statisticsBody(report: StatisticsReport): string {
  const rows = figureRows(report).map(({ label, value, definition, references }) => [
    text(label),
    unbroken(text(value)),
    text(definition),
    text(references.join(', ')),
  ]);
  return [
    `<p>Counted and not listed, because they are not published: ${lettersWords(report.notListed)}.</p>`,
    table({ caption: 'Figures', headings: ['Figure', 'Value', 'What it counts', 'Letters'], rows }),
    parts('Letters sent by type', report.kinds),
    parts('Letters sent by region', report.regions),
    parts('Letters sent by number of mandates', report.joint),
  ].join('\n');
}

const parts = (caption: string, breakdown: Breakdown): string =>
  table({
    caption,
    headings: ['Part', 'Letters', 'Share', 'Which'],
    rows: breakdown.map(({ key, value, percent, references }) => [
      text(shareWords(key)),
      String(value),
      percentage(percent),
      text(references.join(', ')),
    ]),
  });
