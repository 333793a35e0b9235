import { describe, expect, it } from '@jest/globals';

import { catalogue, type EventName, recordedBy } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import { recordTypes } from './record-types.js';
import { addressOf, bodyOf, letterOf } from './requests.js';

const about = (...references: string[]) => ({ references });

describe('where a record is sent', () => {
  it.each([
    ['LetterSent', 'PUT', '/v1/communications/KHM/1/2025'],
    ['DispatchConfirmed', 'POST', '/v1/communications/KHM/1/2025/dispatch-confirmations'],
    ['RedactionApproved', 'POST', '/v1/communications/KHM/1/2025/redactions/approvals'],
    ['LetterPublished', 'POST', '/v1/communications/KHM/1/2025/publication'],
    ['ReplyReceived', 'POST', '/v1/replies'],
    ['ReminderSent', 'POST', '/v1/communications/KHM/1/2025/reminders'],
    ['PublicationHoldLifted', 'POST', '/v1/communications/KHM/1/2025/holds/lifting'],
  ] as const)('a %s goes to %s %s', (type, method, path) =>
    expect(addressOf(type, about('AL KHM 1/2025'))).toEqual({ method, path }),
  );

  it('an allegation’s link goes to the allegation and names the letter', () => {
    const concerned = { references: ['KHM 1/2025'], allegation: 'a6a69896-6653-8a05-a38b-efcf41319515' };
    expect(addressOf('AllegationLinked', concerned).path).toBe(`/v1/allegations/${concerned.allegation}/links`);
    expect(bodyOf('AllegationLinked', { on: '2025-03-10' }, concerned)).toEqual({
      on: '2025-03-10',
      reference: 'KHM 1/2025',
    });
  });

  it.each([
    ['ConsentChanged', 'allegation', '/v1/allegations/a1/consents'],
    ['PressReleaseWithdrawn', 'release', '/v1/press-releases/a1/withdrawal'],
    ['OutcomeRecorded', 'followUp', '/v1/follow-ups/a1/outcomes'],
    ['ShredRequested', 'subject', '/v1/subjects/a1/shred-requests'],
    ['ReplyTranslated', 'reply', '/v1/replies/a1/translations'],
    ['EvaluationPublished', 'reply', '/v1/replies/a1/evaluation'],
    ['ReportSubmitted', 'report', '/v1/reports/a1/submission'],
  ] as const)('a %s goes to the %s it is about, and nowhere without one', (type, member, path) => {
    expect(addressOf(type, { ...about(), [member]: 'a1' })).toEqual({ method: 'POST', path });
    expect(() => addressOf(type, about())).toThrow(member);
  });

  it('a reply may answer several letters', () =>
    expect(bodyOf('ReplyReceived', { on: '2025' }, about('KHM 1/2025', 'LAO 2/2025'))).toEqual({
      on: '2025',
      answers: ['KHM 1/2025', 'LAO 2/2025'],
    }));

  it('every type that people record has a route, but what follows from reading, exporting, receiving and drafting a report', () => {
    const byPeople = (Object.keys(catalogue) as EventName[]).filter((type) =>
      recordedBy(type).some((role) => !['clock', 'operator', 'importer'].includes(role)),
    );
    const types = recordTypes().map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    expect(byPeople.filter((type) => !types.includes(type))).toEqual([
      'ReportGenerated',
      'RecordsRead',
      'RecordsExported',
      'SubjectEnrolled',
      'SubjectKeyShredded',
    ]);
    expect(types.filter((type) => !byPeople.includes(type))).toEqual([]);
  });

  it.each(['ReplyAssessed', 'RedactionProposed', 'FurtherInformationRequested', 'ReplyWithheld'] as const)(
    'the reply that a %s is about stands in its body',
    (type) => {
      const concerned = { ...about('KHM 1/2025'), reply: 'r1' };
      expect(bodyOf(type, { on: '2025' }, concerned)).toEqual({ on: '2025', reply: 'r1' });
      expect(bodyOf(type, { on: '2025', reply: 'r1' }, concerned)).toEqual({ on: '2025', reply: 'r1' });
      expect(() => bodyOf(type, { on: '2025', reply: 'r2' }, concerned)).toThrow('reply: "data" has another reply');
    },
  );

  it.each(['ReplyPublished', 'RedactionApproved'] as const)('but not in that of a %s, which holds none', (type) =>
    expect(bodyOf(type, { on: '2025', reply: 'r1' }, { ...about(), reply: 'r1' })).toEqual({ on: '2025' }),
  );

  it('every type whose body names a reply lets its record name it', () => {
    const naming = recordTypes().filter(({ holds }) => holds.includes('reply'));
    expect(naming.length).toBeGreaterThan(5);
    for (const { type, needs, may, example } of naming) {
      expect([...needs.flat(), ...may]).toContain('reply');
      const data = Object.fromEntries(Object.entries(example).filter(([name]) => name !== 'reply'));
      expect(bodyOf(type, data, { ...about('KHM 1/2025'), reply: 'r1' })['reply']).toBe('r1');
    }
  });

  it('what the clock and the operator record is not recorded from a file', () =>
    expect(() => addressOf('ConfidentialityWindowElapsed', about('KHM 1/2025'))).toThrow(LedgerError));

  it('a dispatch without a letter, or with two, is refused', () => {
    expect(() => letterOf(about())).toThrow('reference');
    expect(() => letterOf(about('KHM 1/2025', 'KHM 2/2025'))).toThrow('reference');
  });
});
