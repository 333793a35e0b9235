import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { foldCommunication } from '../communication/communication.js';
import { noSubject, type SubjectState } from '../subject/subject.js';
import { addFurtherInformation, changeConsent, receiveSourceComment } from './add-information.js';
import { foldAllegation } from './allegation.js';
import type { ConsentChanged, FurtherInformationReceived, SourceCommentReceived } from './further-information.js';
import { linkAllegation, restateText } from './link-allegation.js';
import type { PersonConcerned } from './person-concerned.js';

const allegationId = eventId(0);
const stream = `allegation-${allegationId}`;
const today = '2025-12-01';
const enrolled: SubjectState = { ...noSubject, kind: 'person' };
const context = {
  now: Date.parse('2025-12-01T09:00:00Z'),
  today,
  allegationId,
  personIds: ['new-1', 'new-2'],
  subjects: new Map([
    ['p1', enrolled],
    ['known', enrolled],
  ]),
};
const consent = { transmit: true, publish: false, press: false, share: false };
const {
  FurtherInformationReceived: information,
  ConsentChanged: change,
  SourceCommentReceived: comment,
} = payloadExamples;
const received: Fact = { stream, type: 'AllegationReceived', data: payloadExamples.AllegationReceived };
const letter: Fact = { stream: 'communication-KHM-1-2025', type: 'LetterSent', data: payloadExamples.LetterSent };
const linked: Fact = { stream, type: 'AllegationLinked', data: payloadExamples.AllegationLinked };
const closed: Fact = { stream, type: 'AllegationClosed', data: payloadExamples.AllegationClosed };
const merged: Fact = { stream, type: 'AllegationMerged', data: payloadExamples.AllegationMerged };
const later = (persons: readonly PersonConcerned[]): Fact => ({
  stream,
  type: 'FurtherInformationReceived',
  data: { ...information, persons },
});
const withdrawn: Fact = {
  stream,
  type: 'ConsentChanged',
  data: { ...change, consent: { ...consent, transmit: false } },
};

type Past = readonly RecordedEvent[];
const allegation = (past: Past) => foldAllegation(past.filter((event) => event.stream === stream));
const adding =
  (given: Partial<FurtherInformationReceived> = {}) =>
  (past: Past) =>
    addFurtherInformation({ ...information, persons: [], ...given }, context, allegation(past));
const changing =
  (given: Partial<ConsentChanged> = {}) =>
  (past: Past) =>
    changeConsent({ ...change, ...given }, context, allegation(past));
const commenting =
  (given: Partial<SourceCommentReceived> = {}) =>
  (past: Past) =>
    receiveSourceComment({ ...comment, ...given }, context, allegation(past));
const linking = (past: Past) =>
  linkAllegation(payloadExamples.AllegationLinked, context, {
    allegation: allegation(past),
    others: [],
    letter: foldCommunication(past.filter((event) => event.stream === letter.stream)),
  });

describe('further information on an allegation', () => {
  it('is recorded, and whom it names for the first time gets a key of their own', () =>
    given(received)
      .when(adding({ persons: [{ consent }, { id: 'known', consent }] }))
      .then(
        {
          stream,
          type: 'FurtherInformationReceived',
          data: {
            ...information,
            persons: [
              { id: 'new-1', consent },
              { id: 'known', consent },
            ],
          },
          codes: [],
        },
        { stream: 'subject-new-1', type: 'SubjectEnrolled', data: { on: today, kind: 'person' }, codes: [] },
      ));

  it('does not name again whom the allegation names already', () => {
    given(received)
      .when(adding({ persons: [{ id: 'p1', consent }] }))
      .thenRefused('BODY_INVALID');
    given(received, later([{ id: 'known', consent }]))
      .when(adding({ persons: [{ id: 'known', consent }] }))
      .thenRefused('BODY_INVALID');
  });

  it('names nobody who is not enrolled', () =>
    given(received)
      .when(adding({ persons: [{ id: 'stranger', consent }] }))
      .thenRefused('SUBJECT_UNKNOWN'));

  it('is not taken by an allegation that is unknown, closed or merged', () => {
    given().when(adding()).thenRefused('ALLEGATION_UNKNOWN');
    given(received, closed).when(adding()).thenRefused('ALLEGATION_ENDED');
    given(received, merged).when(adding()).thenRefused('ALLEGATION_ENDED');
  });

  it('does not come from the future', () =>
    given(received)
      .when(adding({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE'));

  it('can be restated without one person, like the text received first', () =>
    given(received, later([]))
      .when((past) => restateText({ ...payloadExamples.TextRestated, restates: eventId(1) }, context, allegation(past)))
      .then({
        stream,
        type: 'TextRestated',
        data: { ...payloadExamples.TextRestated, restates: eventId(1) },
      }));
});

describe('a person’s consent', () => {
  it('is changed in full, for one person of the allegation', () =>
    given(received).when(changing()).then({ stream, type: 'ConsentChanged', data: change, codes: [] }));

  it('can be withdrawn at any time, also when the allegation was closed or merged', () => {
    given(received, closed).when(changing()).then({ stream, type: 'ConsentChanged', data: change });
    given(received, merged).when(changing()).then({ stream, type: 'ConsentChanged', data: change });
  });

  it('that was withdrawn later is not there: nothing more is transmitted', () => {
    given(received, letter)
      .when(linking)
      .then({ stream, type: 'AllegationLinked', data: payloadExamples.AllegationLinked });
    given(received, withdrawn, letter).when(linking).thenRefused('CONSENT_MISSING');
  });

  it('that was given later counts', () =>
    given(received, withdrawn, { stream, type: 'ConsentChanged', data: change }, letter)
      .when(linking)
      .then({ stream, type: 'AllegationLinked', data: payloadExamples.AllegationLinked }));

  it('is needed from those too whom only the further information named', () =>
    given(received, later([{ id: 'known', consent: { ...consent, transmit: false } }]), letter)
      .when(linking)
      .thenRefused('CONSENT_MISSING'));

  it('is nobody else’s: a person whom the allegation does not name cannot change it', () => {
    given(received)
      .when(changing({ person: 'known' }))
      .thenRefused('SUBJECT_UNKNOWN');
    given().when(changing()).thenRefused('ALLEGATION_UNKNOWN');
    given(received)
      .when(changing({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE');
  });
});

describe('a source’s comment on a reply', () => {
  it('names the letter whose reply it is about', () =>
    given(received, linked)
      .when(commenting({ reference: 'AL KHM 1/2025' }))
      .then({ stream, type: 'SourceCommentReceived', data: comment, codes: [] }));

  it('is about a letter that was sent on this allegation', () => {
    given(received).when(commenting()).thenRefused('NOT_LINKED');
    given(received, linked)
      .when(commenting({ reference: 'KHM 2/2025' }))
      .thenRefused('NOT_LINKED');
  });

  it('is not taken by an allegation that is unknown or closed, nor from the future', () => {
    given().when(commenting()).thenRefused('ALLEGATION_UNKNOWN');
    given(received, linked, closed).when(commenting()).thenRefused('ALLEGATION_ENDED');
    given(received, linked)
      .when(commenting({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE');
  });
});
