import { describe, expect, it } from '@jest/globals';

import { eventId, type PastEvent, pastError, pastLetter, pastReply, recorded } from '#libs/testing';

import { fold } from '../projection.js';
import { figureEvents } from './figure-events.projection.js';
import { yearFigures, type YearFigures } from './year-figures.js';

const khm = 'communication-KHM-1-2025';
const lao = 'communication-LAO-2-2025';
const tha = 'communication-THA-3-2025';

const figures = (events: readonly PastEvent[], year = 2025): YearFigures =>
  yearFigures(fold(figureEvents, recorded(...events)), { year });

describe('replies', () => {
  it('are interim and substantive replies and refusals', () => {
    const kinds = [
      'acknowledgement',
      'interim',
      'substantive',
      'refusal',
      'request_for_time',
      'request_for_clarification',
    ];
    const events = [pastLetter(khm), ...kinds.map((kind) => pastReply(khm, '2025-04-01', { kind }))];
    expect(figures(events).replies.list.map(({ id }) => id)).toEqual([eventId(2), eventId(3), eventId(4)]);
    expect(figures(events).repliedEver).toMatchObject({ value: 1, of: 1, percent: 100 });
  });

  it('to several letters are one, and answer each of them', () => {
    const events = [
      pastLetter(khm),
      pastLetter(lao),
      pastReply(khm, '2025-04-01'),
      pastReply(lao, '2025-04-01', { sameReplyAs: eventId(2) }),
    ];
    const { replies, replyRate, repliedEver } = figures(events);
    expect(replies.list).toEqual([{ id: eventId(2), references: ['KHM 1/2025', 'LAO 2/2025'] }]);
    expect(replyRate).toMatchObject({ value: 1, of: 2, percent: 50 });
    expect(repliedEver).toMatchObject({ value: 2, of: 2, percent: 100 });
  });

  it('to several letters stay one when their first record is in error', () => {
    const events = [
      pastLetter(khm),
      pastLetter(lao),
      pastLetter(tha),
      pastReply(khm, '2025-04-01'),
      pastReply(lao, '2025-04-01', { sameReplyAs: eventId(3) }),
      pastReply(tha, '2025-04-01', { sameReplyAs: eventId(3) }),
      pastError(khm, eventId(3)),
    ];
    expect(figures(events).replies.list).toEqual([{ id: eventId(3), references: ['LAO 2/2025', 'THA 3/2025'] }]);
  });

  it('are counted in the year they are received in, and for the rate only to letters of the same year', () => {
    const events = [
      pastLetter('communication-KHM-9-2024', {}, '2024-12-20'),
      pastLetter(khm),
      pastReply('communication-KHM-9-2024', '2025-01-10'),
    ];
    expect(figures(events)).toMatchObject({ replies: { value: 1 }, replyRate: { value: 0, of: 1, percent: 0 } });
    expect(figures(events, 2024)).toMatchObject({
      replies: { value: 0 },
      replyRate: { value: 0 },
      repliedEver: { value: 1, of: 1 },
    });
  });

  it('come in time up to the last day asked or customary, in Geneva; other letters have no such day', () => {
    const events = [pastLetter(khm), pastLetter(lao, { replyAskedBy: '2025-04-01' }), pastLetter(tha, { type: 'OL' })];
    const inTime = (...replies: readonly PastEvent[]): YearFigures['repliedInTime'] =>
      figures([...events, ...replies]).repliedInTime;
    expect(inTime(pastReply(khm, '2025-05-09'), pastReply(lao, '2025-04-02'))).toMatchObject({
      value: 1,
      of: 2,
      percent: 50,
    });
    expect(inTime(pastReply(khm, '2025-05-10'), pastReply(lao, '2025-04-01'))).toMatchObject({ value: 1, of: 2 });
    expect(inTime(pastReply(khm, '2025-05-09T22:30:00Z')).value).toBe(0);
    expect(inTime(pastReply(khm, '2025-05-09T21:30:00Z')).value).toBe(1);
    expect(inTime(pastReply(tha, '2025-03-11')).value).toBe(0);
  });
});
