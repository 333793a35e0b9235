import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { foldAllegation } from './allegation.js';
import { restateText } from './link-allegation.js';
import { reportReprisal, reviewReprisalRisk } from './report-reprisal.js';
import type { ReprisalReported, ReprisalRiskReviewed } from './reprisal.js';

const allegationId = eventId(0);
const stream = `allegation-${allegationId}`;
const context = { now: Date.parse('2025-06-01T09:00:00Z'), today: '2025-06-01', allegationId };
const { ReprisalReported: report, ReprisalRiskReviewed: review } = payloadExamples;
const received: Fact = { stream, type: 'AllegationReceived', data: payloadExamples.AllegationReceived };
const closed: Fact = { stream, type: 'AllegationClosed', data: payloadExamples.AllegationClosed };

type Past = readonly RecordedEvent[];
const reporting =
  (change: Partial<ReprisalReported> = {}) =>
  (past: Past) =>
    reportReprisal({ ...report, ...change }, context, foldAllegation(past));
const reviewing =
  (change: Partial<ReprisalRiskReviewed> = {}) =>
  (past: Past) =>
    reviewReprisalRisk({ ...review, ...change }, context, foldAllegation(past));

describe('an alleged reprisal', () => {
  it('is recorded with what is said to have been done and against whom, never who it was', () =>
    given(received).when(reporting()).then({ stream, type: 'ReprisalReported', data: report, codes: [] }));

  it('is taken at any time, also when the allegation was closed', () =>
    given(received, closed).when(reporting()).then({ stream, type: 'ReprisalReported', data: report }));

  it('says what was done and against whom', () => {
    given(received)
      .when(reporting({ acts: [] }))
      .thenRefused('BODY_INVALID');
    given(received)
      .when(reporting({ against: [] }))
      .thenRefused('BODY_INVALID');
  });

  it('needs the allegation, and does not lie in the future', () => {
    given().when(reporting()).thenRefused('ALLEGATION_UNKNOWN');
    given(received)
      .when(reporting({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE');
  });

  it('can be restated without one person', () =>
    given(received, { stream, type: 'ReprisalReported', data: report })
      .when((past) =>
        restateText({ ...payloadExamples.TextRestated, restates: eventId(1) }, context, foldAllegation(past)),
      )
      .then({ stream, type: 'TextRestated', data: { ...payloadExamples.TextRestated, restates: eventId(1) } }));
});

describe('reviewing the risk of reprisals', () => {
  it('says how great it is held to be and when it is looked at again', () =>
    given(received).when(reviewing()).then({ stream, type: 'ReprisalRiskReviewed', data: review, codes: [] }));

  it('may set no day for another review, but none in the past', () => {
    given(received)
      .when(reviewing({ reviewOn: null }))
      .then({ stream, type: 'ReprisalRiskReviewed', data: { ...review, reviewOn: null } });
    given(received)
      .when(reviewing({ reviewOn: '2025-06-01' }))
      .thenRefused('DATE_INVALID');
  });

  it('needs the allegation, and does not lie in the future', () => {
    given().when(reviewing()).thenRefused('ALLEGATION_UNKNOWN');
    given(received)
      .when(reviewing({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE');
  });
});
