import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { foldCommunication } from '../communication/communication.js';
import { foldAllegation } from './allegation.js';
import { assessAllegation, closeAllegation, mergeAllegation } from './assess-allegation.js';
import type { AllegationAssessed, AllegationClosed, AllegationMerged } from './assessment.js';
import { linkAllegation } from './link-allegation.js';

const allegationId = eventId(0);
const otherId = eventId(9);
const stream = `allegation-${allegationId}`;
const other = `allegation-${otherId}`;
/** One that was merged into the first before. */
const earlier = `allegation-${eventId(8)}`;
const context = { now: Date.parse('2025-12-01T09:00:00Z'), today: '2025-12-01', allegationId };
const { AllegationAssessed: pursued, AllegationClosed: closure, AllegationMerged: merger } = payloadExamples;
const received: Fact = { stream, type: 'AllegationReceived', data: payloadExamples.AllegationReceived };
const otherReceived: Fact = { ...received, stream: other };
const assessed = (decision: AllegationAssessed['decision']): Fact => ({
  stream,
  type: 'AllegationAssessed',
  data: { ...pursued, decision },
});
const silent = payloadExamples.AllegationReceived.persons.map((person) => ({
  ...person,
  consent: { ...person.consent, transmit: false },
}));
const agreeing = silent.map((person) => ({ ...person, consent: { ...person.consent, transmit: true } }));
const receivedIn = (name: string, persons: typeof silent): Fact => ({
  ...received,
  stream: name,
  data: { ...payloadExamples.AllegationReceived, persons },
});
const linkedIn = (name: string): Fact => ({
  ...{ stream: name, type: 'AllegationLinked', data: payloadExamples.AllegationLinked },
});
const closed: Fact = { stream, type: 'AllegationClosed', data: closure };
const merged: Fact = { stream, type: 'AllegationMerged', data: merger };

type Past = readonly RecordedEvent[];
const of = (past: Past, name: string) => foldAllegation(past.filter((event) => event.stream === name));
const assessing =
  (change: Partial<AllegationAssessed> = {}) =>
  (past: Past) =>
    assessAllegation({ ...pursued, ...change }, context, of(past, stream));
const closing =
  (change: Partial<AllegationClosed> = {}) =>
  (past: Past) =>
    closeAllegation({ ...closure, ...change }, context, of(past, stream));
const merging =
  (change: Partial<AllegationMerged> = {}) =>
  (past: Past) =>
    mergeAllegation({ ...merger, ...change }, context, {
      ending: [of(past, stream), of(past, earlier)],
      into: [of(past, other)],
    });

describe('assessing an allegation', () => {
  it('says whether it is taken up, by which criteria and for which reasons', () =>
    given(received).when(assessing()).then({ stream, type: 'AllegationAssessed', data: pursued, codes: [] }));

  it('may come to another result later', () =>
    given(received, assessed('decline')).when(assessing()).then({ stream, type: 'AllegationAssessed', data: pursued }));

  it.each(Object.keys(pursued.criteria))('does not take up what does not meet the criterion %s', (criterion) => {
    const criteria = { ...pursued.criteria, [criterion]: false };
    given(received).when(assessing({ criteria })).thenRefused('CRITERIA_NOT_MET');
    given(received)
      .when(assessing({ criteria, decision: 'decline', reasons: ['other'] }))
      .then({
        stream,
        type: 'AllegationAssessed',
        data: { ...pursued, criteria, decision: 'decline', reasons: ['other'] },
      });
  });

  it('gives a reason', () =>
    given(received)
      .when(assessing({ reasons: [] }))
      .thenRefused('BODY_INVALID'));

  it('needs an allegation that goes on', () => {
    given().when(assessing()).thenRefused('ALLEGATION_UNKNOWN');
    given(received, closed).when(assessing()).thenRefused('ALLEGATION_ENDED');
    given(received, merged).when(assessing()).thenRefused('ALLEGATION_ENDED');
  });

  it('does not lie in the future', () =>
    given(received)
      .when(assessing({ on: '2025-12-03' }))
      .thenRefused('DATE_IN_FUTURE'));
});

describe('merging an allegation into another one', () => {
  const decided = [received, assessed('merge'), otherReceived];

  it('is recorded with the one that ends', () =>
    given(...decided)
      .when(merging())
      .then({ stream, type: 'AllegationMerged', data: merger, codes: [] }));

  it('needs an assessment that decides so, the last one', () => {
    given(received, otherReceived).when(merging()).thenRefused('ASSESSMENT_MISSING');
    given(received, assessed('merge'), assessed('pursue'), otherReceived)
      .when(merging())
      .thenRefused('ASSESSMENT_MISSING');
  });

  it('needs another allegation, and one that goes on', () => {
    given(received, assessed('merge')).when(merging()).thenRefused('ALLEGATION_UNKNOWN');
    given(...decided)
      .when(merging({ into: allegationId }))
      .thenRefused('BODY_INVALID');
    given(...decided, { ...closed, stream: other })
      .when(merging())
      .thenRefused('ALLEGATION_ENDED');
  });

  it('brings nobody behind a letter who does not consent to be named to the Government', () => {
    const against = [receivedIn(stream, silent), assessed('merge'), receivedIn(other, agreeing)];
    given(...against)
      .when(merging())
      .then({ stream, type: 'AllegationMerged', data: merger });
    given(...against, linkedIn(other))
      .when(merging())
      .thenRefused('CONSENT_MISSING');
    const agreed = { stream, type: 'ConsentChanged', data: { person: '', consent: { transmit: true } } } as const;
    const person = silent[0]?.id ?? '';
    given(...against, linkedIn(other), { ...agreed, data: { ...agreed.data, person } })
      .when(merging())
      .then({ stream, type: 'AllegationMerged', data: merger });
  });

  it('asks for the consent of those in allegations that were merged before, and of those in the one that goes on', () => {
    const before = [receivedIn(stream, agreeing), assessed('merge'), receivedIn(earlier, silent)];
    given(...before, receivedIn(other, agreeing), linkedIn(other))
      .when(merging())
      .thenRefused('CONSENT_MISSING');
    const sent = [receivedIn(stream, agreeing), assessed('merge'), linkedIn(stream)];
    given(...sent, receivedIn(other, silent))
      .when(merging())
      .thenRefused('CONSENT_MISSING');
    given(...sent, receivedIn(other, agreeing))
      .when(merging())
      .then({ stream, type: 'AllegationMerged', data: merger });
  });

  it('happens once', () =>
    given(...decided, merged)
      .when(merging())
      .thenRefused('ALLEGATION_ENDED'));
});

describe('closing an allegation', () => {
  it('says why', () =>
    given(received).when(closing()).then({ stream, type: 'AllegationClosed', data: closure, codes: [] }));

  it('as declined needs an assessment that declined it', () => {
    given(received, assessed('pursue'))
      .when(closing({ reason: 'declined' }))
      .thenRefused('ASSESSMENT_MISSING');
    given(received, assessed('decline'))
      .when(closing({ reason: 'declined' }))
      .then({ stream, type: 'AllegationClosed', data: { ...closure, reason: 'declined' } });
  });

  it('happens once', () => given(received, closed).when(closing()).thenRefused('ALLEGATION_ENDED'));

  it('does not lie in the future', () =>
    given(received)
      .when(closing({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE'));
});

describe('an assessment and a letter', () => {
  const letter: Fact = { stream: 'communication-KHM-1-2025', type: 'LetterSent', data: payloadExamples.LetterSent };
  const linking = (past: Past) =>
    linkAllegation(payloadExamples.AllegationLinked, context, {
      allegation: of(past, stream),
      others: [of(past, other)],
      letter: foldCommunication(past.filter((event) => event.stream === letter.stream)),
    });
  const linked = { stream, type: 'AllegationLinked', data: payloadExamples.AllegationLinked } as const;

  it('go together when the last assessment decided to pursue', () =>
    given(received, assessed('decline'), assessed('pursue'), letter).when(linking).then(linked));

  it('do not go together while a person in an allegation that was merged does not consent to transmission', () => {
    const mergedInto = { ...merged, stream: other };
    given(receivedIn(stream, agreeing), assessed('pursue'), receivedIn(other, silent), mergedInto, letter)
      .when(linking)
      .thenRefused('CONSENT_MISSING');
    given(receivedIn(stream, agreeing), assessed('pursue'), receivedIn(other, agreeing), mergedInto, letter)
      .when(linking)
      .then(linked);
  });

  it('do not go together when it was declined or merged', () => {
    given(received, assessed('pursue'), assessed('decline'), letter).when(linking).thenRefused('NOT_PURSUED');
    given(received, assessed('merge'), letter).when(linking).thenRefused('NOT_PURSUED');
    given(received, closed, letter).when(linking).thenRefused('ALLEGATION_ENDED');
  });
});
