import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import type { AccessRequested, ExportScope, RecordsRead } from './access.events.js';
import { foldAccess } from './access.js';
import { recordExport, recordRead } from './record-read.js';
import { approveAccess, requestAccess } from './request-access.js';

const received: Fact = { stream: 'allegation-a', type: 'AllegationReceived', data: payloadExamples.AllegationReceived };
/** Asked on 31 May, opened on 1 June: everything stands in the stream of the request's day. */
const day = 'access-2025-05-31';
const [ann, bo] = ['ann-in-this-stream', 'bo-in-this-stream'];
const opening = { event: eventId(0), paths: ['source', 'persons/0/particulars'] };
const asked: AccessRequested = { on: '2025-05-31', purpose: 'ask whether it is safe', opening };
const requested = (data: object = asked): Fact => ({
  stream: day,
  type: 'AccessRequested',
  data,
  by: { ps: ann, role: 'protection_focal_point' },
});
const approved: Fact = { stream: day, type: 'AccessApproved', data: { on: '2025-05-31', request: eventId(1) } };
const read = { on: '2025-06-02', purpose: 'contact the source', event: eventId(0), paths: ['source'] };
const used: Fact = { stream: day, type: 'RecordsRead', data: { ...read, request: eventId(1) } };
const context = { now: Date.parse('2025-06-01T23:30:00Z'), today: '2025-06-02', ps: ann, requestStream: day };

type Past = readonly RecordedEvent[];
const access = (past: Past) => foldAccess(past.filter(({ stream }) => stream === day));
const reading =
  (change: Partial<RecordsRead> = {}, ps = ann) =>
  (past: Past) =>
    recordRead({ ...read, ...change }, { ...context, ps, opened: past[0] }, access(past));
const onRequest = { request: eventId(1) };

describe('opening sealed fields', () => {
  const particulars = ['persons/0/particulars', 'narrative'];

  it('is recorded in the stream of the UTC day, with what was opened and why', () =>
    given(received)
      .when(reading({ paths: particulars }))
      .then({ stream: 'access-2025-06-01', type: 'RecordsRead', data: { ...read, paths: particulars }, codes: [] }));

  it('is refused for fields that are not sealed, or none', () => {
    for (const paths of [['channel'], ['persons/0/consent'], ['source', 'on'], ['persons'], []])
      given(received).when(reading({ paths })).thenRefused('FIELD_NOT_SEALED');
  });

  it('is refused for an event that does not exist', () => {
    given().when(reading()).thenRefused('EVENT_UNKNOWN');
    given(received)
      .when(reading({ event: eventId(5) }))
      .thenRefused('EVENT_UNKNOWN');
  });
});

describe('opening a source', () => {
  it('rests on an approved request, and is recorded beside it', () =>
    given(received, requested(), approved)
      .when(reading(onRequest))
      .then({ stream: day, type: 'RecordsRead', data: { ...read, ...onRequest }, codes: [] }));

  it('is refused without one, also when other fields are opened with it', () => {
    given(received).when(reading()).thenRefused('ACCESS_NOT_APPROVED');
    given(received)
      .when(reading({ paths: ['narrative', 'source'] }))
      .thenRefused('ACCESS_NOT_APPROVED');
    given(received, requested(), approved).when(reading()).thenRefused('ACCESS_NOT_APPROVED');
  });

  it('is refused on a request that nobody approved, or that does not exist', () => {
    given(received, requested()).when(reading(onRequest)).thenRefused('ACCESS_NOT_APPROVED');
    given(received).when(reading(onRequest)).thenRefused('ACCESS_NOT_APPROVED');
  });

  it('is for the person who asked, not for the one who approved', () =>
    given(received, requested(), approved).when(reading(onRequest, bo)).thenRefused('ACCESS_NOT_APPROVED'));

  it('is for what was asked, and for nothing besides', () => {
    given(received, requested({ ...asked, opening: { ...opening, paths: ['persons/0/particulars'] } }), approved)
      .when(reading(onRequest))
      .thenRefused('ACCESS_NOT_APPROVED');
    given(received, requested({ ...asked, opening: { ...opening, event: eventId(7) } }), approved)
      .when(reading(onRequest))
      .thenRefused('ACCESS_NOT_APPROVED');
  });

  it('happens once per approval', () =>
    given(received, requested(), approved, used).when(reading(onRequest)).thenRefused('ACCESS_NOT_APPROVED'));
});

describe('asking for access', () => {
  const codes = new Set(['KHM']);
  const asking =
    (change: object = {}) =>
    (past: Past) =>
      requestAccess({ ...asked, ...change }, { ...context, opened: past[0], codes });
  const bulk = { opening: undefined, export: { audience: 'auditor', code: null } };

  it('is recorded in the stream of the UTC day', () =>
    given(received)
      .when(asking())
      .then({ stream: 'access-2025-06-01', type: 'AccessRequested', data: asked, codes: [] }));

  it('is for an opening or for an export, never for both or neither', () => {
    given(received)
      .when(asking(bulk))
      .then({
        stream: 'access-2025-06-01',
        type: 'AccessRequested',
        data: { on: asked.on, purpose: asked.purpose, export: bulk.export },
      });
    given(received)
      .when(asking({ export: bulk.export }))
      .thenRefused('BODY_INVALID');
    given(received)
      .when(asking({ opening: undefined }))
      .thenRefused('BODY_INVALID');
  });

  it('names what exists', () => {
    given().when(asking()).thenRefused('EVENT_UNKNOWN');
    given(received)
      .when(asking({ opening: { ...opening, paths: ['channel'] } }))
      .thenRefused('FIELD_NOT_SEALED');
    given(received)
      .when(asking({ ...bulk, export: { audience: 'addressee', code: 'TWN' } }))
      .thenRefused('ADDRESSEE_UNKNOWN');
  });

  it('is approved by a second person, once, in the stream of the request', () => {
    const approving = (ps: string) => (past: Past) =>
      approveAccess({ on: '2025-05-31', ...onRequest }, { ...context, ps, stream: day }, access(past));
    given(received, requested())
      .when(approving(bo))
      .then({ stream: day, type: 'AccessApproved', data: { on: '2025-05-31', request: eventId(1) }, codes: [] });
    given(received, requested()).when(approving(ann)).thenRefused('FOUR_EYES');
    given(received, requested(), approved).when(approving(bo)).thenRefused('ACCESS_NOT_REQUESTED');
    given(received).when(approving(bo)).thenRefused('ACCESS_NOT_REQUESTED');
  });
});

describe('exporting records', () => {
  const exporting = (scope: ExportScope, request?: string) => (past: Past) =>
    recordExport(
      { on: '2025-06-01', purpose: 'audit', export: scope, count: 3, ...(request && { request }) },
      context,
      access(past),
    );
  const all: ExportScope = { audience: 'auditor', code: null };
  const own: ExportScope = { audience: 'addressee', code: 'KHM' };
  const askedAll = requested({ on: '2025-05-31', purpose: 'audit', export: all });

  it('of an addressee’s own file is recorded and needs nobody else', () =>
    given(received)
      .when(exporting(own))
      .then({
        stream: 'access-2025-06-01',
        type: 'RecordsExported',
        data: { on: '2025-06-01', purpose: 'audit', export: own, count: 3 },
        codes: [],
      }));

  it('of more than that rests on an approved request for the same', () => {
    given(received, askedAll, approved)
      .when(exporting(all, eventId(1)))
      .then({
        stream: day,
        type: 'RecordsExported',
        data: { on: '2025-06-01', purpose: 'audit', export: all, count: 3, request: eventId(1) },
      });
    given(received).when(exporting(all)).thenRefused('ACCESS_NOT_APPROVED');
    given(received)
      .when(exporting({ ...own, code: null }))
      .thenRefused('ACCESS_NOT_APPROVED');
    given(received, askedAll)
      .when(exporting(all, eventId(1)))
      .thenRefused('ACCESS_NOT_APPROVED');
    given(received, requested(), approved)
      .when(exporting(all, eventId(1)))
      .thenRefused('ACCESS_NOT_APPROVED');
    given(received, askedAll, approved)
      .when(exporting({ ...all, code: 'KHM' }, eventId(1)))
      .thenRefused('ACCESS_NOT_APPROVED');
  });
});
