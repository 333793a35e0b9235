import { addDays } from '../occurred-on.js';
import { zurichDayOf } from '../zurich.js';
import type { Policy } from './policy.js';

/** A span of days, both of which belong to it. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** A session of the Human Rights Council with the letters and the replies its communications report prints. */
export interface ReportSession {
  /** `60` for HRC60. */
  readonly session: number;
  readonly sent: Days;
  readonly replies: Days;
}

/** The year counted from that of the session, and month and day: `[-1, '06-01']`. */
type Beginning = readonly [yearsAfter: number, monthAndDay: string];

interface ReportWindows extends Policy {
  /** A session whose number is known: there are three regular ones a year, in March, June and September. */
  readonly numbering: { readonly session: number; readonly year: number };
  /** When each session's windows begin; they end where those of the next session begin. */
  readonly windows: Readonly<
    Record<'march' | 'june' | 'september', { readonly sent: Beginning; readonly replies: Beginning }>
  >;
  /** The first joint report covered two windows. */
  readonly first: ReportSession;
}

export const reportWindows2010: ReportWindows = {
  file: 'report-windows.2010.json',
  from: '2010-12-01',
  rule: 'The communications report of a March session prints the letters sent from 1 June to 30 November and the replies received up to 31 January, that of a June session the letters sent from 1 December to the last day of February and the replies up to 30 April, that of a September session the letters sent from 1 March to 31 May and the replies up to 31 July.',
  source:
    'OHCHR, list of communications reports of special procedures, sessions 23 to 27; A/HRC/30/27, A/HRC/36/25, A/HRC/37/80, A/HRC/40/79. The first joint report, A/HRC/18/51, to be confirmed in its text',
  numbering: { session: 58, year: 2025 },
  windows: {
    march: { sent: [-1, '06-01'], replies: [-1, '08-01'] },
    june: { sent: [-1, '12-01'], replies: [0, '02-01'] },
    september: { sent: [0, '03-01'], replies: [0, '05-01'] },
  },
  first: {
    session: 18,
    sent: { from: '2010-12-01', until: '2011-05-31' },
    replies: { from: '2011-02-01', until: '2011-07-31' },
  },
};

/** The windows of a session's report; `undefined` for sessions before HRC18, which had no joint report. */
export function reportSession(session: number): ReportSession | undefined {
  const { first } = reportWindows2010;
  if (!Number.isSafeInteger(session) || session < first.session) return undefined;
  if (session === first.session) return first;
  const own = beginnings(session);
  const next = beginnings(session + 1);
  return {
    session,
    sent: { from: own.sent, until: addDays(next.sent, -1) },
    replies: { from: own.replies, until: addDays(next.replies, -1) },
  };
}

/**
 * The session whose report prints a letter of that day: HRC60 for 10 March 2025. A letter dated coarser than a day counts with the last day
 * it can mean, as for its due dates. `undefined` before there were joint reports.
 */
export function reportSessionOf(on: string): ReportSession | undefined {
  const day = zurichDayOf(on);
  const { numbering, first } = reportWindows2010;
  if (day < first.sent.from) return undefined;
  if (day <= first.sent.until) return first;
  const march = numbering.session + 3 * (Number(day.slice(0, 4)) - numbering.year);
  return [march, march + 1, march + 2, march + 3, march + 4]
    .map(reportSession)
    .find((session) => session !== undefined && session.sent.from <= day && day <= session.sent.until);
}

function beginnings(session: number): { readonly sent: string; readonly replies: string } {
  const { numbering, windows } = reportWindows2010;
  const since = session - numbering.session;
  const year = numbering.year + Math.floor(since / 3);
  const place = since - 3 * Math.floor(since / 3);
  const { sent, replies } = place === 0 ? windows.march : place === 1 ? windows.june : windows.september;
  const begin = ([yearsAfter, monthAndDay]: Beginning): string => `${year + yearsAfter}-${monthAndDay}`;
  return { sent: begin(sent), replies: begin(replies) };
}
