import {
  type CommunicationsReport,
  type ListedLetter,
  type PrintedAddressee,
  shareWords,
  type StatisticsReport,
} from '#libs/projections';

import { figureRows } from './figure-rows.js';
import type { Footer, MadeReport } from './made-report.js';
import { dateWords, lateWords, ownProceduresTitle, replyWords, titleOf, windowWords } from './report-words.js';

/** A table (RFC 4180) whose last rows say what it was made from. */
export function csvOf(report: MadeReport): string {
  const rows = report.kind === 'communications' ? letterRows(report) : yearRows(report);
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

type Rows = readonly (readonly string[])[];

const letterHeading = [
  'Section',
  'Date',
  'Addressee',
  'Reference',
  'Mandates',
  'Summary',
  'Replies received',
  'Remark',
];

function letterRows(report: CommunicationsReport & { readonly footer: Footer }): Rows {
  const { sectionA, sectionB, notReproduced, ownProcedures } = report;
  const about = [
    ['Not reproduced, section A', String(notReproduced.sectionA)],
    ['Not reproduced, section B', String(notReproduced.sectionB)],
    [ownProceduresTitle, String(ownProcedures.letters)],
    ['Windows', windowWords(report)],
    ...aboutRows(report),
  ];
  const sections = [...sectionRows('A', sectionA), ...sectionRows('B', sectionB)];
  return [letterHeading, ...sections, ...ownProcedures.listed.map(ownRow), ...padded(about, letterHeading)];
}

const sectionRows = (section: string, addressees: readonly PrintedAddressee[]): Rows =>
  addressees.flatMap(({ name, letters }) =>
    letters.map((row) => [
      section,
      dateWords(row.on),
      name,
      row.reference,
      row.mandates.map((mandate) => mandate.name).join('; '),
      row.summary?.text ?? '',
      row.replies.map(replyWords).join('; '),
      lateWords(row),
    ]),
  );

const ownRow = ({ on, name, reference, mandate }: ListedLetter): readonly string[] => [
  ...['Own procedures', dateWords(on), name, reference, mandate.name, '', '', 'not in this report'],
];

const yearHeading = ['Figure', 'Value', 'Definition', 'Letters'];

function yearRows(report: StatisticsReport & { readonly footer: Footer }): Rows {
  const figures = figureRows(report).map(({ label, value, definition, references }) => [
    label,
    value,
    definition,
    references.join('; '),
  ]);
  const parts = [...report.kinds, ...report.regions, ...report.joint].map(({ key, value, percent, references }) => [
    `Sent: ${shareWords(key)}`,
    `${value} (${percent} %)`,
    '',
    references.join('; '),
  ]);
  const about = [['Counted and not listed', String(report.notListed)], ...aboutRows(report)];
  return [yearHeading, ...figures, ...parts, ...padded(about, yearHeading)];
}

const aboutRows = (report: MadeReport): Rows => [
  ['Title', titleOf(report)],
  ['As at', report.asAt?.time ?? ''],
  ['Position', String(report.footer.position)],
  ['Root', report.footer.root],
  ['Trust', report.footer.trust],
];

/** Every row has as many cells as the heading. */
const padded = (rows: Rows, { length }: readonly string[]): Rows =>
  rows.map((row) => [...row, ...Array<string>(length - row.length).fill('')]);

/** What a reader may pass over before a formula: space of any kind, controls and signs that show nothing. */
const before = /^[\s\p{C}]+/u;

/** A text that a spreadsheet would take for a formula, also in wide letters or after space, is told to be one. Every cell is quoted. */
function cell(text: string): string {
  const read = text.normalize('NFKC').replace(before, '');
  const safe = /^[=+\-@]/.test(read) || /^[\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
