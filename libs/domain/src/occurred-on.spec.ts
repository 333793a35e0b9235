import { describe, expect, it } from '@jest/globals';

import { addDays, firstDay, isOccurredOn, lastDay, printedDay } from './occurred-on.js';

describe('the date on which something occurred', () => {
  it.each(['2025', '2025-03', '2025-03-10', '2024-02-29', '2025-03-10T15:30:00+01:00', '2025-03-10T15:30:00.5Z'])(
    'is as precise as it is written: %s',
    (on) => expect(isOccurredOn(on)).toBe(true),
  );

  it.each([
    '2025-02-29',
    '2025-13',
    '2025-00-10',
    '2025-04-31',
    '25-03-10',
    '2025-3-1',
    '10 March 2025',
    '2025-03-10T15:30',
    '2025-03-10T15:30:00',
    '2025-03-10T24:00:00Z',
    '2025-03-10T15:60:00Z',
    '2025-03-10T15:30:60Z',
    '2025-02-30T15:30:00Z',
    '2025-03-10T15:30:00+24:00',
    '2025-03-10\n',
    '',
    20250310,
    null,
  ])('is refused when it is no real date in an accepted form: %j', (on) => expect(isOccurredOn(on)).toBe(false));

  it('covers all days that its form leaves open', () => {
    expect([firstDay('2024-02'), lastDay('2024-02')]).toEqual(['2024-02-01', '2024-02-29']);
    expect([firstDay('2025'), lastDay('2025')]).toEqual(['2025-01-01', '2025-12-31']);
  });

  it('means the day printed in an instant, whatever its offset', () =>
    expect(firstDay('2025-03-10T23:30:00-11:00')).toBe('2025-03-10'));

  it('is counted over the ends of months and leap years', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
  });

  it('is printed the way letters print it', () => expect(printedDay('2025-05-09')).toBe('9 May 2025'));
});
