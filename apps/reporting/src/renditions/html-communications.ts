import { type CommunicationsReport, type PrintedAddressee, type PrintedRow, shareWords } from '#libs/projections';

import { list, percentage, table, text } from './html-text.js';
import {
  abbreviations,
  dateWords,
  lateWords,
  lettersWords,
  notReproducedWords,
  ownProceduresTitle,
  ownProceduresWords,
  replyWords,
  windowWords,
} from './report-words.js';

type Shares = CommunicationsReport['statistics']['kinds'];

/** The report in the order in which it is read: abbreviations, the two sections, mandates, statistics, changes. */
export function communicationsBody(report: CommunicationsReport): string {
  const { sectionA, sectionB, notReproduced, mandates } = report;
  return `<p>${text(windowWords(report))}</p>
<h2>Abbreviations</h2><dl>${abbreviations.map(([short, long]) => `<dt>${short}</dt><dd>${long}</dd>`).join('')}</dl>
<h2>A. Letters sent, with the replies to them</h2>
${section('Section A', sectionA)}<p>${text(notReproducedWords(notReproduced.sectionA))}</p>
<h2>B. Replies to letters of earlier reports</h2>
${section('Section B', sectionB)}<p>${text(notReproducedWords(notReproduced.sectionB))}</p>
${ownLetters(report)}<h2>Mandates</h2><dl>${mandates.map(({ name, titles }) => `<dt>${text(name)}</dt><dd>${text(titles.join('; '))}</dd>`).join('')}</dl>
<h2>Statistics</h2>
${statistics(report)}
${changes(report)}`;
}

function ownLetters(report: CommunicationsReport): string {
  const caption = ownProceduresTitle;
  const headings = ['Date, type, reference', 'Addressee', 'Working group'];
  const rows = report.ownProcedures.listed.map(({ on, reference, name, mandate }) => [
    `${text(dateWords(on))}<br>${text(reference)}`,
    text(name),
    text(mandate.title),
  ]);
  const shown = rows.length === 0 ? '' : `${table({ caption, headings, rows })}\n`;
  return `<h2>Own procedures of the working groups</h2>
<p>${text(ownProceduresWords(report))}.</p>
${shown}`;
}

function section(caption: string, addressees: readonly PrintedAddressee[]): string {
  if (addressees.length === 0) return '<p>None.</p>\n';
  const headings = ['Date, addressee, type, reference', 'Mandates', 'Summary', 'Replies received'];
  const rows = addressees.flatMap(({ name, letters }) => letters.map((row) => cells(name, row)));
  return `${table({ caption, headings, rows })}\n`;
}

function cells(name: string, row: PrintedRow): string[] {
  const late = lateWords(row);
  const mark = late === '' ? '' : `<br><span class="mark">${text(late)}</span>`;
  return [
    `${text(dateWords(row.on))}<br>${text(name)}<br>${text(row.reference)}${mark}`,
    list(row.mandates.map((mandate) => text(mandate.name))),
    summary(row),
    list(row.replies.map((reply) => text(replyWords(reply)))),
  ];
}

function summary({ summary, publishedAt, reference }: PrintedRow): string {
  const words = summary === null ? '' : `<span lang="${text(summary.language)}">${text(summary.text)}</span>`;
  return publishedAt === null
    ? words
    : `${words} <a href="${text(publishedAt)}">Published text of ${text(reference)}</a>`;
}

function statistics({ statistics: { letters, kinds, regions, joint, replies } }: CommunicationsReport): string {
  const rows = (shares: Shares): string[][] =>
    shares.map(({ key, value, percent }) => [text(shareWords(key)), String(value), percentage(percent)]);
  const headings = (first: string): string[] => [first, 'Letters', 'Share'];
  return [
    `<p>Section A counts ${lettersWords(letters)}, those not reproduced among them. Replies printed: ${replies}.</p>`,
    table({ caption: 'By type', headings: headings('Type'), rows: rows(kinds) }),
    table({ caption: 'By region', headings: headings('Region'), rows: rows(regions) }),
    table({ caption: 'By number of mandates', headings: headings('Mandates'), rows: rows(joint) }),
  ].join('\n');
}

function changes({ changes: changed }: CommunicationsReport): string {
  if (changed === null) return '';
  const lines = (heading: string, all: readonly string[]): string =>
    `<h3>${heading}</h3>${all.length === 0 ? '<p>Nothing.</p>' : list(all.map(text))}`;
  return `<h2>Since the draft at position ${changed.since}</h2>${lines('Added', changed.added)}${lines('No longer printed', changed.removed)}`;
}
