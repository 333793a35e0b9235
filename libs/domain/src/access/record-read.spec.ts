import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { recordRead } from './record-read.js';

const received: Fact = { stream: 'allegation-a', type: 'AllegationReceived', data: payloadExamples.AllegationReceived };
const opening =
  (paths: readonly string[], event = eventId(0)) =>
  (past: readonly RecordedEvent[]) =>
    recordRead(
      { on: '2025-06-02', purpose: 'contact the source', event, paths },
      { now: Date.parse('2025-06-01T23:30:00Z'), today: '2025-06-02', opened: past[0] },
    );

describe('opening sealed fields', () => {
  it('is recorded in the stream of the UTC day, with what was opened and why', () =>
    given(received)
      .when(opening(['source', 'persons/0/particulars']))
      .then({
        stream: 'access-2025-06-01',
        type: 'RecordsRead',
        data: {
          on: '2025-06-02',
          purpose: 'contact the source',
          event: eventId(0),
          paths: ['source', 'persons/0/particulars'],
        },
        codes: [],
      }));

  it('is refused for fields that are not sealed, or none', () => {
    for (const paths of [['channel'], ['persons/0/consent'], ['source', 'on'], ['persons'], []])
      given(received).when(opening(paths)).thenRefused('FIELD_NOT_SEALED');
  });

  it('is refused for an event that does not exist', () => {
    given()
      .when(opening(['source']))
      .thenRefused('EVENT_UNKNOWN');
    given(received)
      .when(opening(['source'], eventId(5)))
      .thenRefused('EVENT_UNKNOWN');
  });
});
