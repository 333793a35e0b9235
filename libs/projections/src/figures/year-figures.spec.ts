import { describe, expect, it } from '@jest/globals';

import { figureDefinitions2025 } from '#libs/domain';
import { eventId, type PastEvent, pastError, pastLetter, pastReply, recorded } from '#libs/testing';

import { fold, foldTo } from '../projection.js';
import { figureEvents } from './figure-events.projection.js';
import { yearFigures, type YearFigures } from './year-figures.js';

const khm = 'communication-KHM-1-2025';
const lao = 'communication-LAO-2-2025';
const tha = 'communication-THA-3-2025';
const cambodia = 'Special Rapporteur on the situation of human rights in Cambodia';
const trafficking = 'Special Rapporteur on trafficking in persons, especially women and children';
const nobody = { women: 0, men: 0, girls: 0, boys: 0, other: 0, unknown: 0 };

const corrected = (stream: string, data: PastEvent['data'] = {}, on = '2025-03-10'): PastEvent => ({
  ...pastLetter(stream, data, on),
  type: 'LetterCorrected',
});
const error = (stream: string, position: number): PastEvent => pastError(stream, eventId(position));
const voided = (stream: string): PastEvent => ({
  stream,
  type: 'ReferenceVoided',
  on: '2025-06-01',
  data: { reason: 'Sent twice under two numbers.', replacedBy: null },
});

const figures = (events: readonly PastEvent[], year = 2025, mandate: string | null = null): YearFigures =>
  yearFigures(fold(figureEvents, recorded(...events)), { year, mandate });
const at = (events: readonly PastEvent[], position: number): YearFigures =>
  yearFigures(foldTo(figureEvents, recorded(...events), position), { year: 2025 });
const ids = ({ list }: YearFigures['sent']): readonly string[] => list.map(({ id }) => id);

describe('a figure', () => {
  it('says what it counts, as at which position, by which file, and opens the letters behind it', () => {
    const { sent, asAt, policy } = figures([pastLetter(khm), pastLetter(lao)]);
    expect(sent).toEqual({
      definition: figureDefinitions2025.definitions.sent,
      value: 2,
      list: [
        { id: 'KHM 1/2025', references: ['KHM 1/2025'] },
        { id: 'LAO 2/2025', references: ['LAO 2/2025'] },
      ],
    });
    expect(asAt).toEqual({ position: 1, time: '2025-03-11T09:01:00.000Z' });
    expect(policy).toBe('figures.2025.json');
  });

  it('counts the position it was asked at also when the last event is of no letter', () =>
    expect(figures([pastLetter(khm), { stream: 'ledger-keys', type: 'KeyAdded' }]).asAt?.position).toBe(1));

  it('of an empty ledger is nothing, not an error', () => {
    const { asAt, sent, shareOfMembers, replyRate, kinds } = figures([]);
    expect({ asAt, sent: sent.value }).toEqual({ asAt: null, sent: 0 });
    expect(shareOfMembers).toMatchObject({ value: 0, of: 193, percent: 0 });
    expect(replyRate.percent).toBeNull();
    expect(kinds.map(({ percent }) => percent)).toEqual([0, 0, 0]);
  });
});

describe('letters sent in a year', () => {
  it('are those dated in it, whatever year their number is of: AL BRA 15/2021 is dated 19 January 2022', () => {
    const brazil = pastLetter('communication-BRA-15-2021', {}, '2022-01-19');
    expect(figures([brazil], 2022).sent.value).toBe(1);
    expect(figures([brazil], 2021).sent.value).toBe(0);
  });

  it('are dated in Geneva when their instant is known', () =>
    expect(figures([pastLetter(khm, {}, '2024-12-31T23:30:00Z')]).sent.value).toBe(1));

  it('are counted with the last record of each', () => {
    const events = [pastLetter(khm, { individuals: { ...nobody, women: 3 } }), corrected(khm, {}, '2024-12-30')];
    expect([figures(events).sent.value, figures(events, 2024).sent.value]).toEqual([0, 1]);
    expect(at(events, 0).sent.value).toBe(1);
  });

  it('leave the count with the position at which their reference is void, and not before', () => {
    const events = [pastLetter(khm), pastLetter(lao), pastReply(khm, '2025-04-01'), voided(khm)];
    expect(at(events, 2)).toMatchObject({ sent: { value: 2 }, replies: { value: 1 }, repliedEver: { value: 1 } });
    expect(at(events, 3)).toMatchObject({ sent: { value: 1 }, replies: { value: 0 }, repliedEver: { value: 0 } });
    expect(ids(at(events, 3).sent)).toEqual(['LAO 2/2025']);
  });

  it('leave the count when their record is in error, and have the record before it when a correction is', () => {
    expect(figures([pastLetter(khm), pastLetter(lao), error(khm, 0)]).sent.value).toBe(1);
    const events = [pastLetter(khm), corrected(khm, {}, '2024-12-30'), error(khm, 1)];
    expect([at(events, 1).sent.value, at(events, 2).sent.value]).toEqual([0, 1]);
  });

  it('are not touched by an error that is said of them in another stream', () =>
    expect(figures([pastLetter(khm), pastLetter(lao), error(lao, 0)]).sent.value).toBe(2));

  it('are joint when two mandates sign, or when an old list printed the label with a J', () => {
    const events = [
      pastLetter(khm, { mandates: [cambodia, trafficking] }),
      pastLetter(lao),
      pastLetter(tha, { type: 'JUA', mandates: [] }),
    ];
    expect(figures(events).joint.map(({ key, value }) => [key, value])).toEqual([
      ['joint', 2],
      ['one_mandate', 1],
    ]);
    expect(figures(events).kinds.map(({ key, value }) => [key, value])).toEqual([
      ['UA', 1],
      ['AL', 2],
      ['OL', 0],
    ]);
  });

  it('of one mandate are those it signs, under the title of their day', () => {
    const events = [
      pastLetter(khm, { mandates: [cambodia, trafficking] }),
      pastLetter(lao, { mandates: [cambodia] }),
      pastLetter(tha, { mandates: ['A mandate of another world'] }),
    ];
    expect(figures(events, 2025, 'trafficking').sent.value).toBe(1);
    expect(figures(events, 2025, 'cambodia').sent.value).toBe(2);
    expect(figures(events, 2025, 'slavery').sent.value).toBe(0);
  });

  it('that this software cannot read are counted and shown apart, so that the rows still add up', () => {
    const events = [pastLetter('communication-XYZ-1-2025', { type: 'ZZ' }), pastLetter(khm)];
    expect(figures(events).regions.at(-1)).toMatchObject({ key: 'unread', value: 1, references: ['XYZ 1/2025'] });
    expect(figures(events).kinds.at(-1)).toMatchObject({ key: 'unread', value: 1 });
    expect(figures(events).states.map(({ id }) => id)).toEqual(['KHM']);
  });
});

describe('the share of Members', () => {
  it('counts a Member once, and neither observer States nor other actors', () => {
    const streams = ['KHM-1', 'KHM-2', 'PSE-1', 'VAT-1', 'OTH-1'].map((key) => `communication-${key}-2025`);
    const { shareOfMembers, states, otherActors } = figures(streams.map((stream) => pastLetter(stream)));
    expect(shareOfMembers).toMatchObject({ value: 1, of: 193, percent: 1 });
    expect(shareOfMembers.list).toEqual([{ id: 'KHM', references: ['KHM 1/2025', 'KHM 2/2025'] }]);
    expect(states.map(({ id }) => id)).toEqual(['KHM', 'PSE', 'VAT']);
    expect(otherActors).toHaveLength(1);
  });

  it('is of the Members on the last day of that year', () => {
    const sudan = pastLetter('communication-SSD-1-2011', {}, '2011-05-01');
    expect(figures([sudan], 2011).shareOfMembers).toMatchObject({ value: 1, of: 193 });
    expect(figures([pastLetter('communication-SSD-1-2010', {}, '2010-05-01')], 2010).shareOfMembers).toMatchObject({
      value: 0,
      of: 192,
    });
  });
});

describe('individuals', () => {
  it('are added up; women without girls; letters that do not say are counted apart', () => {
    const events = [
      pastLetter(khm, { individuals: { women: 2, men: 3, girls: 4, boys: 5, other: 6, unknown: 7 } }),
      pastLetter(lao),
      pastLetter(tha, { individuals: { ...nobody } }),
    ];
    const { individuals, women, unspecified } = figures(events);
    expect([individuals.value, women.value, unspecified.value]).toEqual([27, 2, 1]);
    expect(ids(unspecified)).toEqual(['LAO 2/2025']);
    expect(ids(individuals)).toEqual(['KHM 1/2025']);
  });
});

describe('letters followed up', () => {
  it('are those on which more was asked, or that a follow-up letter is about; nothing else follows up', () => {
    const followUp = (kind: string, references: string[]): PastEvent => ({
      stream: `follow_up-${kind}`,
      type: 'FollowUpRecorded',
      on: '2026-01-10',
      data: { kind, references },
    });
    const events = [
      pastLetter(khm),
      pastLetter(lao),
      pastLetter(tha),
      { stream: khm, type: 'FurtherInformationRequested', on: '2025-07-01' },
      followUp('follow_up_letter', ['KHM 1/2025', 'LAO 2/2025', 'LAO 02/2025', 'not a reference', 'VNM 9/2025']),
      followUp('visit', ['THA 3/2025']),
    ];
    expect(ids(figures(events).followedUp)).toEqual(['KHM 1/2025', 'LAO 2/2025']);
    expect(figures([...events, error(khm, 3)]).followedUp.value).toBe(2);
    expect(figures([...events.slice(0, 4), error(khm, 3)]).followedUp.value).toBe(0);
  });

  it('are those that a later letter says it follows up, in whatever year, once however often it is said', () => {
    const later = 'communication-KHM-4-2026';
    const link = (reference: string, relation = 'follow_up_to', stream = later): PastEvent => ({
      ...{ stream, type: 'LettersLinked', on: '2026-02-02', data: { reference, relation } },
    });
    const sent = [pastLetter(khm), pastLetter(lao), pastLetter(later, { mandates: [trafficking] }, '2026-02-01')];
    const { followedUp } = figures([...sent, link('KHM 1/2025'), link('KHM 1/2025')]);
    expect(followedUp).toMatchObject({ value: 1, of: 2, list: [{ id: 'KHM 1/2025' }] });
    expect(figures([...sent, link('KHM 1/2025')], 2026).followedUp.value).toBe(0);
    expect(figures([...sent, link('KHM 1/2025')], 2025, 'cambodia').followedUp.value).toBe(1);
    for (const relation of ['same_case', 'earlier'])
      expect(figures([...sent, link('KHM 1/2025', relation)]).followedUp.value).toBe(0);
    const known = {
      stream: 'follow_up-f',
      type: 'FollowUpRecorded',
      on: '2026-02-03',
      data: { kind: 'follow_up_letter', references: ['KHM 1/2025'] },
    };
    expect(figures([...sent, link('KHM 1/2025'), known]).followedUp.value).toBe(1);
  });

  it('are not those that only a void letter follows up, or one whose link is an error', () => {
    const later = 'communication-KHM-4-2025';
    const link: PastEvent = {
      stream: later,
      type: 'LettersLinked',
      data: { reference: 'KHM 1/2025', relation: 'follow_up_to' },
    };
    const events = [pastLetter(khm), pastLetter(later), link];
    expect(figures(events).followedUp).toMatchObject({ value: 1, of: 2 });
    expect(figures([...events, error(later, 2)]).followedUp.value).toBe(0);
    expect(figures([...events, voided(later)]).followedUp).toMatchObject({ value: 0, of: 1 });
  });
});
