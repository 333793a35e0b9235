import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { folding, type PayloadOf, type RecordedOf } from '../event-types.js';
import { parseReportName, reportSpans } from './report-windows.js';
import { type ReportGenerated, reportEvents, type ReportSubmitted, type SymbolAssigned } from './report.events.js';

type ReportEvents = typeof reportEvents;

/** One report in the making: `HRC60-communications`, `2025-statistics`. */
export interface ReportState {
  readonly drafts: readonly string[];
  readonly submitted: boolean;
  readonly symbol: string | undefined;
}

export interface ReportContext extends DecisionContext {
  readonly report: string;
  /** How many events the ledger holds. */
  readonly size: number;
}

const noReport: ReportState = { drafts: [], submitted: false, symbol: undefined };

/** The stream of a report. `REQUEST_INVALID` unless the name is a session or a year with the kind of report. */
export function reportStream(report: string): string {
  parseReportName(report);
  return `report-${report}`;
}

function evolveReport(state: ReportState, event: RecordedOf<ReportEvents>): ReportState {
  switch (event.type) {
    case 'ReportGenerated':
      return { ...state, drafts: [...state.drafts, event.id] };
    case 'ReportSubmitted':
      return { ...state, submitted: true };
    case 'SymbolAssigned':
      return { ...state, symbol: event.data.symbol };
  }
}

/** Folds the events of one report's stream, in order. Types it does not know change nothing. */
export const foldReport = folding(reportEvents, evolveReport, noReport);

/**
 * Records a draft. `REPORT_SUBMITTED` once one was handed in, `POSITION_UNKNOWN` beyond the ledger's end, `BODY_INVALID` for other days than
 * the policy gives the report, a format named twice, or no JSON, of which the other formats carry the digest; `DATE_IN_FUTURE`.
 */
export function generateReport(data: ReportGenerated, context: ReportContext, state: ReportState): ProposedEvent[] {
  if (state.submitted) throw new LedgerError('REPORT_SUBMITTED');
  refuseFuture(data.on, context);
  if (data.position >= context.size)
    throw new LedgerError('POSITION_UNKNOWN', { path: 'position', reason: 'not recorded' });
  const spans = reportSpans(context.report);
  for (const name of ['sent', 'replies'] as const)
    if (data[name].from !== spans[name].from || data[name].to !== spans[name].to)
      throw new LedgerError('BODY_INVALID', {
        path: name,
        reason: `the policy says ${spans[name].from} to ${spans[name].to}`,
      });
  const formats = data.renditions.map(({ format }) => format);
  if (!formats.includes('json') || new Set(formats).size < formats.length)
    throw new LedgerError('BODY_INVALID', { path: 'renditions', reason: 'must be JSON and other formats, each once' });
  return [propose(context, 'ReportGenerated', data)];
}

/** Records which draft was handed in, once. `REPORT_SUBMITTED`, `EVENT_UNKNOWN` when it is no draft of this report, `DATE_IN_FUTURE`. */
export function submitReport(data: ReportSubmitted, context: ReportContext, state: ReportState): ProposedEvent[] {
  if (state.submitted) throw new LedgerError('REPORT_SUBMITTED');
  if (!state.drafts.includes(data.report))
    throw new LedgerError('EVENT_UNKNOWN', { path: 'report', reason: 'not a draft of this report' });
  refuseFuture(data.on, context);
  return [propose(context, 'ReportSubmitted', data)];
}

/** Records the symbol under which the report was issued, once. `REPORT_NOT_SUBMITTED`, `SYMBOL_ASSIGNED`, `DATE_IN_FUTURE`. */
export function assignSymbol(data: SymbolAssigned, context: ReportContext, state: ReportState): ProposedEvent[] {
  if (!state.submitted) throw new LedgerError('REPORT_NOT_SUBMITTED');
  if (state.symbol !== undefined) throw new LedgerError('SYMBOL_ASSIGNED', state.symbol);
  refuseFuture(data.on, context);
  return [propose(context, 'SymbolAssigned', data)];
}

/** Everyone reads reports; they belong to no addressee's file. */
const propose = <T extends keyof ReportEvents>(
  { report }: ReportContext,
  type: T,
  data: PayloadOf<ReportEvents[T]>,
): ProposedEvent<T> => ({ stream: reportStream(report), type, version: reportEvents[type].ver, codes: [], data });
