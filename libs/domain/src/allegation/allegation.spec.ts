import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, history, payloadExamples } from '#libs/testing';
import { foldCommunication } from '../communication/communication.js';
import { foundingCodes } from '../reference-data/addressees.js';
import { foldSubject, noSubject, type SubjectState } from '../subject/subject.js';
import type { AllegationReceived } from './allegation-received.js';
import { sealedPaths } from '../sealed.js';
import { allegationEvents } from './allegation.events.js';
import { foldAllegation } from './allegation.js';
import { linkAllegation, restateText } from './link-allegation.js';
import type { PersonConcerned } from './person-concerned.js';
import { type AllegationContext, receiveAllegation } from './receive-allegation.js';

const allegationId = eventId(0);
const stream = `allegation-${allegationId}`;
const consent = { transmit: true, publish: false, press: false, share: false };
const base = payloadExamples.AllegationReceived;
const today = '2025-03-10';
const enrolled: SubjectState = { ...noSubject, kind: 'person' };
const context: AllegationContext = {
  now: Date.parse('2025-03-10T09:00:00Z'),
  today,
  allegationId,
  sourceId: 'source-1',
  personIds: ['person-1', 'person-2'],
  codes: new Set(foundingCodes),
  subjects: new Map([
    ['known', enrolled],
    ['erased', { ...enrolled, shredded: true }],
  ]),
};
type Past = readonly RecordedEvent[];
const receiving =
  (change: Partial<AllegationReceived> = {}) =>
  () =>
    receiveAllegation({ ...base, persons: [], ...change }, context);

describe('receiving an allegation', () => {
  it('records it and gives its source and every person a key of their own', () => {
    const persons: PersonConcerned[] = [{ consent, particulars: { name: 'Bo Example' } }, { consent }];
    given()
      .when(receiving({ persons }))
      .then(
        {
          stream,
          type: 'AllegationReceived',
          codes: [],
          data: {
            ...base,
            persons: [
              { id: 'person-1', consent, particulars: { name: 'Bo Example' } },
              { id: 'person-2', consent },
            ],
          },
        },
        { stream: 'subject-source-1', type: 'SubjectEnrolled', data: { on: today, kind: 'source' }, codes: [] },
        { stream: 'subject-person-1', type: 'SubjectEnrolled', data: { on: today, kind: 'person' }, codes: [] },
        { stream: 'subject-person-2', type: 'SubjectEnrolled', data: { on: today, kind: 'person' }, codes: [] },
      );
  });

  it('enrols no source where none is given, and nobody a second time', () => {
    const anonymous: AllegationReceived = { ...base };
    Reflect.deleteProperty(anonymous, 'source');
    const persons = [{ id: 'known', consent }];
    given()
      .when(() => receiveAllegation({ ...anonymous, persons }, context))
      .then({ stream, type: 'AllegationReceived', data: { ...anonymous, persons } });
  });

  it('is refused for a person who goes on under another id', () =>
    given()
      .when(() =>
        receiveAllegation(
          { ...base, persons: [{ id: 'ended', consent }] },
          { ...context, subjects: new Map([['ended', { ...enrolled, mergedInto: 'known' }]]) },
        ),
      )
      .thenRefused('SUBJECT_MERGED'));

  it('is refused for a person who is not enrolled, is erased, or is named twice', () => {
    given()
      .when(receiving({ persons: [{ id: 'stranger', consent }] }))
      .thenRefused('SUBJECT_UNKNOWN');
    given()
      .when(receiving({ persons: [{ id: 'erased', consent }] }))
      .thenRefused('SUBJECT_SHREDDED');
    given()
      .when(
        receiving({
          persons: [
            { id: 'known', consent },
            { id: 'known', consent },
          ],
        }),
      )
      .thenRefused('BODY_INVALID');
  });

  it('is refused for an addressee that has no file', () =>
    given()
      .when(receiving({ addressees: ['KHM', 'TWN'] }))
      .thenRefused('ADDRESSEE_UNKNOWN'));

  it('is refused for times that cannot be', () => {
    given()
      .when(receiving({ on: '2025-04' }))
      .thenRefused('DATE_IN_FUTURE');
    given()
      .when(receiving({ period: { from: '2026', to: null } }))
      .thenRefused('DATE_IN_FUTURE');
    given()
      .when(receiving({ period: { from: '2024-02', to: '2024-01' } }))
      .thenRefused('DATE_INVALID');
  });
});

const received = (persons: readonly PersonConcerned[]): Fact => ({
  stream,
  type: 'AllegationReceived',
  data: { ...base, persons },
});
const letter: Fact = { stream: 'communication-KHM-1-2025', type: 'LetterSent', data: payloadExamples.LetterSent };
const linked: Fact = { stream, type: 'AllegationLinked', data: payloadExamples.AllegationLinked };
const consenting = received([{ id: 'person-1', consent }]);

describe('linking an allegation to a letter', () => {
  const linking = (past: Past) =>
    linkAllegation(payloadExamples.AllegationLinked, context, {
      allegation: foldAllegation(past.filter((event) => event.stream === stream)),
      others: [],
      letter: foldCommunication(past.filter((event) => event.stream !== stream)),
    });

  it('is recorded with the allegation, never with the letter', () =>
    given(consenting, letter)
      .when(linking)
      .then({ stream, type: 'AllegationLinked', data: { on: '2025-03-10', reference: 'KHM 1/2025' }, codes: [] }));

  it('is refused unless every person consents to be named to the Government', () =>
    given(
      received([
        { id: 'person-1', consent },
        { id: 'person-2', consent: { ...consent, transmit: false } },
      ]),
      letter,
    )
      .when(linking)
      .thenRefused('CONSENT_MISSING'));

  it('needs the letter and the allegation', () => {
    given(consenting).when(linking).thenRefused('LETTER_NOT_SENT');
    given(letter).when(linking).thenRefused('ALLEGATION_UNKNOWN');
  });

  it('happens once', () => given(consenting, letter, linked).when(linking).thenRefused('ALREADY_LINKED'));
});

describe('restating a text without one person', () => {
  const restating = (restates: string) => (past: Past) =>
    restateText({ ...payloadExamples.TextRestated, on: today, restates }, context, foldAllegation(past));
  const restated: Fact = { stream, type: 'TextRestated', data: payloadExamples.TextRestated };

  it('is recorded with the allegation', () =>
    given(consenting)
      .when(restating(eventId(0)))
      .then({
        stream,
        type: 'TextRestated',
        data: { ...payloadExamples.TextRestated, on: today, restates: eventId(0) },
      }));

  it('may be one of the names of those alleged to be responsible, said again as names', () => {
    const { narrative, ...names } = { ...payloadExamples.TextRestated, on: today, names: ['An Invented Company'] };
    const restatingNames = (change: object) => (past: Past) =>
      restateText({ ...names, restates: eventId(0), ...change }, context, foldAllegation(past));
    const path = 'allegedPerpetrators/0/names';
    given(consenting)
      .when(restatingNames({ path }))
      .then({ stream, type: 'TextRestated', data: { ...names, restates: eventId(0), path } });
    const asNames: Fact = { stream, type: 'TextRestated', data: { ...names, restates: eventId(0), path } };
    given(consenting, asNames)
      .when(restatingNames({ restates: eventId(1), path: 'names' }))
      .then({ stream, type: 'TextRestated', data: { ...names, restates: eventId(1), path: 'names' } });
    given(consenting, asNames)
      .when(restatingNames({ restates: eventId(1), path: 'narrative' }))
      .thenRefused('FIELD_NOT_SEALED');
    given(consenting)
      .when(restatingNames({ path: 'allegedPerpetrators/7/names' }))
      .thenRefused('FIELD_NOT_SEALED');
    for (const wrong of [{ path, narrative }, { path: 'narrative' }, { path, names: undefined, narrative }])
      given(consenting).when(restatingNames(wrong)).thenRefused('BODY_INVALID');
  });

  it('is there for whatever the source and several persons share, but for documents', () => {
    const shared = Object.entries(allegationEvents).flatMap(([type, { payload }]) =>
      sealedPaths(payload)
        .filter((path) => !/^documents\/|^source$|\/particulars$/.test(path))
        .map((path) => `${type} ${path}`),
    );
    expect(shared).toEqual([
      'AllegationReceived allegedPerpetrators/*/names',
      'AllegationReceived narrative',
      'TextRestated names',
      'TextRestated narrative',
      'FurtherInformationReceived narrative',
      'ReprisalReported narrative',
      'SourceCommentReceived narrative',
    ]);
  });

  it('may start from a text that was restated before', () =>
    given(consenting, restated)
      .when(restating(eventId(1)))
      .then({
        stream,
        type: 'TextRestated',
        data: { ...payloadExamples.TextRestated, on: today, restates: eventId(1) },
      }));

  it('is refused for an event that holds no text of this allegation', () =>
    given(consenting, linked)
      .when(restating(eventId(1)))
      .thenRefused('EVENT_UNKNOWN'));

  it('needs the allegation', () =>
    given()
      .when(restating(eventId(0)))
      .thenRefused('ALLEGATION_UNKNOWN'));
});

describe('the state that decisions rest on', () => {
  it('is not touched by events of types that this software does not know', () => {
    const past = history([{ stream: 'subject-a', type: 'SubjectEnrolled', data: { on: today, kind: 'source' } }]);
    const unknown = past.map((event) => ({ ...event, type: 'SubjectRenamed', revision: 1 }));
    expect(foldSubject([...past, ...unknown])).toEqual({ ...noSubject, kind: 'source' });
  });
});
