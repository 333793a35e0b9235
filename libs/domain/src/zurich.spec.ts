import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { endOfZurichDay, zurichDay, zurichDayOf } from './zurich.js';

const instant = (text: string): number => Date.parse(text);

describe('the day in Geneva', () => {
  it('ends at 23:00 UTC in winter and 22:00 UTC in summer', () => {
    expect(endOfZurichDay('2025-01-15')).toBe(instant('2025-01-15T23:00:00Z'));
    expect(endOfZurichDay('2025-05-09')).toBe(instant('2025-05-09T22:00:00Z'));
  });

  it('has 23 hours when summer time begins and 25 when it ends', () => {
    const hours = (day: string, before: string): number => (endOfZurichDay(day) - endOfZurichDay(before)) / 3_600_000;
    expect(hours('2025-03-30', '2025-03-29')).toBe(23);
    expect(hours('2025-10-26', '2025-10-25')).toBe(25);
  });

  it('is where an instant falls in Geneva, not where it was written', () => {
    expect(zurichDayOf('2025-05-09T23:30:00-04:00')).toBe('2025-05-10');
    expect(zurichDayOf('2025-05-09')).toBe('2025-05-09');
  });

  it('begins with the instant at which the day before ended, on every day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-02'), max: new Date('2099-12-30'), noInvalidDate: true }),
        (date) => {
          const day = zurichDay(date.getTime());
          const end = endOfZurichDay(day);
          expect(date.getTime()).toBeLessThan(end);
          expect(zurichDay(end - 1)).toBe(day);
          expect(zurichDay(end) > day).toBe(true);
        },
      ),
    );
  });
});
