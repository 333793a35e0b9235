import { LedgerError } from '#libs/ledger';
import { type Days as WindowDays, reportSession } from '../policies/report-windows.js';
import { firstYearOfFigures } from '../reference-data/members.js';

/** What a report is of: the letters of a Council session, or the figures of a year. */
export type ReportName =
  | { readonly kind: 'communications'; readonly session: number }
  | { readonly kind: 'statistics'; readonly year: number };

/** Days from the first to the last, both included. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/** The days in which what a report prints was sent and received. */
export interface ReportSpans {
  readonly sent: Span;
  readonly replies: Span;
}

const named = /^(?:HRC([1-9]\d{0,2})-communications|([12]\d{3})-statistics)$/;

/** `HRC60-communications` or `2025-statistics`. `REQUEST_INVALID` for any other name. */
export function parseReportName(report: string): ReportName {
  const [, session, year] = named.exec(report) ?? [];
  if (session !== undefined) return { kind: 'communications', session: Number(session) };
  if (year !== undefined) return { kind: 'statistics', year: Number(year) };
  throw new LedgerError('REQUEST_INVALID', {
    path: 'report',
    reason: 'such as HRC60-communications or 2025-statistics',
  });
}

/**
 * The days of a report by the policy in force: of HRC60 the letters sent from 1 March to 31 May 2025 and the replies received from the first
 * of these days to 31 July; of a year all its days. `REQUEST_INVALID` for a session before HRC18, which had no joint report, and for a year
 * that has no figures.
 */
export function reportSpans(report: string): ReportSpans {
  const name = parseReportName(report);
  if (name.kind === 'statistics') {
    if (name.year < firstYearOfFigures)
      throw new LedgerError('REQUEST_INVALID', { path: 'year', reason: `figures begin with ${firstYearOfFigures}` });
    const year = { from: `${name.year}-01-01`, to: `${name.year}-12-31` };
    return { sent: year, replies: year };
  }
  const windows = reportSession(name.session);
  if (windows === undefined)
    throw new LedgerError('REQUEST_INVALID', { path: 'session', reason: 'joint reports begin with HRC18' });
  return { sent: spanOf(windows.sent), replies: { from: windows.sent.from, to: windows.replies.until } };
}

const spanOf = ({ from, until }: WindowDays): Span => ({ from, to: until });
