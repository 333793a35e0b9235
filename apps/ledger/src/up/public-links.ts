import { parseReportName } from '#libs/domain';
import type { FrontLink } from '#libs/service';

const latest = 5;

/** What anybody may read of a ledger, for its first page. `reports`: the names of those that have a draft, the newest first. */
export const publicLinks = (reports: readonly string[]): readonly FrontLink[] => [
  { path: '/v1/addressees', words: 'States, and other actors that letters went to (JSON)' },
  ...reports.slice(0, latest).map((report) => ({ path: `/v1/reports/${report}.html`, words: reportWords(report) })),
  { path: '/trust', words: 'The trust file: the keys by which this ledger is verified (JSON)' },
  { path: '/checkpoint', words: 'The checkpoint: how much is on record, signed (text)' },
];

function reportWords(report: string): string {
  const name = parseReportName(report);
  return name.kind === 'statistics' ? `Figures of ${name.year}` : `Communications report, HRC${name.session}`;
}
