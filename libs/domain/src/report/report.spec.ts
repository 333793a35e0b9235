import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples, refusal } from '#libs/testing';
import { reportSpans } from './report-windows.js';
import type { ReportGenerated } from './report.events.js';
import { assignSymbol, foldReport, generateReport, reportStream, submitReport } from './report.js';

const stream = 'report-HRC60-communications';
const context = {
  now: Date.parse('2025-09-02T09:00:00Z'),
  today: '2025-09-02',
  report: 'HRC60-communications',
  size: 1000,
};
type Past = readonly RecordedEvent[];
const { ReportGenerated: draft, SymbolAssigned: symbol } = payloadExamples;
const submission = { ...payloadExamples.ReportSubmitted, report: eventId(0) };
const told = (type: Fact['type'], data: object): Fact => ({ stream, type, data });
const drafted = told('ReportGenerated', draft);
const submitted = told('ReportSubmitted', submission);
const generating =
  (change: Partial<ReportGenerated> = {}) =>
  (past: Past) =>
    generateReport({ ...draft, ...change }, context, foldReport(past));
const submitting = (past: Past) => submitReport(submission, context, foldReport(past));
const assigning = (past: Past) => assignSymbol(symbol, context, foldReport(past));

describe('the Communications Report', () => {
  it('may be drafted again and again, each draft at a position of the ledger', () => {
    given().when(generating()).then({ stream, type: 'ReportGenerated', data: draft, codes: [] });
    given(drafted).when(generating()).then({ stream, type: 'ReportGenerated', data: draft });
    given()
      .when(generating({ position: 1000 }))
      .thenRefused('POSITION_UNKNOWN');
  });

  it('has a JSON rendition, each format once, and the windows that the policy gives the session', () => {
    const [json] = draft.renditions;
    if (json === undefined) return expect(json).toBeDefined();
    given()
      .when(generating({ renditions: [{ ...json, format: 'docx' }] }))
      .thenRefused('BODY_INVALID');
    given()
      .when(generating({ renditions: [json, json] }))
      .thenRefused('BODY_INVALID');
    given()
      .when(generating({ replies: { from: '2025-03-01', to: '2025-08-01' } }))
      .thenRefused('BODY_INVALID');
    given()
      .when(generating({ sent: { from: '2025-02-28', to: '2025-05-31' } }))
      .thenRefused('BODY_INVALID');
  });

  it('is submitted once, in one of its drafts, and drafted no more', () => {
    given(drafted).when(submitting).then({ stream, type: 'ReportSubmitted', data: submission, codes: [] });
    given().when(submitting).thenRefused('EVENT_UNKNOWN');
    given(drafted, submitted).when(submitting).thenRefused('REPORT_SUBMITTED');
    given(drafted, submitted).when(generating()).thenRefused('REPORT_SUBMITTED');
  });

  it('gets one symbol, after it was submitted', () => {
    given(drafted, submitted).when(assigning).then({ stream, type: 'SymbolAssigned', data: symbol, codes: [] });
    given(drafted).when(assigning).thenRefused('REPORT_NOT_SUBMITTED');
    given(drafted, submitted, told('SymbolAssigned', symbol)).when(assigning).thenRefused('SYMBOL_ASSIGNED');
  });

  it('is of a session, the statistics of a year, and nothing else', () => {
    expect(reportStream('2025-statistics')).toBe('report-2025-statistics');
    expect(reportSpans('2025-statistics').sent).toEqual({ from: '2025-01-01', to: '2025-12-31' });
    expect(refusal(() => reportSpans('HRC17-communications'))).toBe('REQUEST_INVALID');
    expect(refusal(() => reportSpans('2005-statistics'))).toBe('REQUEST_INVALID');
    for (const name of ['HRC60', 'HRC060-communications', '2025-communications', '../x'])
      expect(refusal(() => reportStream(name))).toBe('REQUEST_INVALID');
  });
});
