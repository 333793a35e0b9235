import { parseReportName } from '#libs/domain';
import type { CommunicationsReport, PrintedAddressee, StatisticsReport } from '#libs/projections';

import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { ledgerSize, stoodBefore } from '../client/ledger-size.js';
import { askedQuery, type MomentFlags } from '../client/moment.js';
import type { RecordedLine } from '../record/completed-record.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, setInText } from '../terminal/columns.js';
import { counted, instantWords, printLines } from '../terminal/print.js';
import { figureWords } from './figures.js';

export interface ReportFlags extends OutputFlags, MomentFlags {
  readonly format?: string;
  readonly record?: true;
}

type Report = (CommunicationsReport | StatisticsReport) & {
  readonly footer: { readonly position: number; readonly root: string };
};

/** A report as the ledger makes it at a moment, the latest that is signed unless another is asked for; recorded only on demand. */
export async function report(name: string, flags: ReportFlags): Promise<void> {
  const client = await connect({ roles: ['reporting_officer'] });
  const report = reportName(name);
  const asked = await momentOf(client, flags);
  // An instant would stand for another position once the draft is recorded; what is printed must be the draft.
  const position = flags.record && (await positionAt(client, report, asked));
  const moment = position === undefined ? asked : { asOfPosition: position };
  const drafted = position === undefined ? [] : await recordDraft(client, report, position);
  const path = (format: string): string => `/v1/reports/${report}.${encodeURIComponent(format)}${askedQuery(moment)}`;
  const format = flags.json ? 'json' : flags.format;
  if (format !== undefined) {
    const file = await client.response(path(format));
    process.stdout.write(new Uint8Array(await file.arrayBuffer()));
    if (flags.json) process.stdout.write('\n');
    process.stderr.write(drafted.map((line) => `${line}\n`).join(''));
  } else printLines([...reportWords(await client.json<Report>(path('json'))), ...drafted]);
}

function reportName(typed: string): string {
  const report = /^HRC\d+$/i.test(typed)
    ? `${typed.toUpperCase()}-communications`
    : /^\d+$/.test(typed)
      ? `${typed}-statistics`
      : typed;
  parseReportName(report);
  return report;
}

async function momentOf(client: LedgerClient, { asOf, asOfPosition }: MomentFlags): Promise<MomentFlags> {
  if (asOf !== undefined) return { asOf };
  if (asOfPosition !== undefined) return { asOfPosition };
  const [, size] = (await client.text('/checkpoint')).split('\n');
  return { asOfPosition: Number(size) - 1 };
}

/** The same draft again adds nothing; what to say of it. */
async function recordDraft(client: LedgerClient, report: string, position: number): Promise<readonly string[]> {
  const name = parseReportName(report);
  const what = name.kind === 'statistics' ? { year: name.year } : { session: `HRC${name.session}` };
  const body = { kind: name.kind, ...what, position };
  const before = await ledgerSize(client).catch(() => undefined);
  const key = `report:${report}:${position}`;
  const { events } = await client.write<Drafted>({ method: 'POST', path: '/v1/reports', key, body });
  return events
    .filter(({ type }) => type === 'ReportGenerated')
    .flatMap((draft) => [
      stoodBefore([draft], before) ? sinceWords(draft) : `Recorded as draft, no. ${draft.position}`,
      `Its id, by which its submission names it: ${draft.eventId}`,
    ]);
}

/** A draft names a position; which one an instant stands for, the ledger says. */
async function positionAt(client: LedgerClient, report: string, moment: MomentFlags): Promise<number> {
  if (moment.asOfPosition !== undefined) return moment.asOfPosition;
  const path = `/v1/reports/${report}/digests${askedQuery(moment)}`;
  return (await client.json<{ readonly position: number }>(path)).position;
}

interface Drafted {
  readonly events: readonly RecordedLine[];
}

const sinceWords = ({ time, position }: RecordedLine): string =>
  `On record as draft since ${instantWords(time)}, no. ${position}`;

function reportWords(report: Report): string[] {
  const footer = ['', ...setInText(`Position ${report.footer.position}, root (hex) ${report.footer.root}`, 0)];
  return [...(report.kind === 'statistics' ? figureWords(report) : communicationsWords(report)), ...footer];
}

function communicationsWords({
  report,
  asAt,
  windows,
  notReproduced,
  ownProcedures,
  ...made
}: CommunicationsReport): string[] {
  const rows = [...rowsOf('A', made.sectionA), ...rowsOf('B', made.sectionB)];
  const table = columns(['Section', 'Date', 'Reference', 'Replies', 'Addressee'], rows);
  return [
    `${report}, as recorded up to ${instantWords(asAt.time)}`,
    `Letters sent ${windows.sentFrom} to ${windows.sentTo}, replies up to ${windows.repliesTo}`,
    ...(windows.sentFrom > asAt.time ? ['This window has not begun: no letter can stand in it yet.'] : []),
    '',
    ...sectionWords,
    '',
    ...(rows.length === 0 ? ['No letter is printed.'] : table),
    '',
    ...(rows.some(([, , reference = '']) => reference.startsWith('J'))
      ? ['JAL, JUA, JOL: an AL, UA or OL that two or more mandates signed.', '']
      : []),
    ...notReproducedWords(notReproduced),
    ...ownWords(ownProcedures),
  ];
}

function ownWords({ letters, listed }: CommunicationsReport['ownProcedures']): string[] {
  if (letters === 0) return [];
  const rows = listed.map(({ on, reference, mandate, name }) => [on.slice(0, 10), reference, mandate.name, name]);
  return [
    `${counted(letters, 'letter')} of the working groups’ own procedures, not in this report`,
    ...(rows.length === 0 ? [] : ['', ...columns(['Date', 'Reference', 'Working group', 'Addressee'], rows)]),
  ];
}

const sectionWords = [
  'Section A: letters sent in that time, with the replies to them',
  'Section B: replies to letters of earlier reports',
];

/** What is held back is counted, so that nobody takes what is printed for everything. */
function notReproducedWords({ sectionA, sectionB }: CommunicationsReport['notReproduced']): string[] {
  const all = sectionA + sectionB;
  if (all === 0) return ['Every letter that belongs here is printed.'];
  const where =
    sectionB === 0 ? 'section A' : sectionA === 0 ? 'section B' : `${sectionA} in section A, ${sectionB} in B`;
  return setInText(`${counted(all, 'letter')} not reproduced (${where}): not published, so only counted`, 0);
}

const rowsOf = (section: string, addressees: readonly PrintedAddressee[]): string[][] =>
  addressees.flatMap(({ name, letters }) =>
    letters.map(({ on, reference, replies }) => [section, on.slice(0, 10), reference, String(replies.length), name]),
  );
