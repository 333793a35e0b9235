import { describe, expect, it } from '@jest/globals';

import { lateness } from './lateness.js';

describe('how much later something was recorded', () => {
  it('is counted in days of the calendar in Zurich, for a letter of a day as for a receipt of an hour of that day', () => {
    const recorded = '2026-11-26T03:06:00Z';
    for (const on of ['2025-03-10', '2025-03-10T09:30:00+01:00', '2025-03-10T23:50:00+01:00', '2025-03-09T23:30:00Z'])
      expect([on, lateness(on, recorded)]).toEqual([on, '; recorded 626 days later']);
    expect(lateness('2025-03-10', '2026-11-25T23:30:00Z')).toBe('; recorded 626 days later');
    expect(lateness('2025-03-10', '2026-11-25T22:30:00Z')).toBe('; recorded 625 days later');
  });

  it('is said from two days on, and of no month or year', () => {
    expect(lateness('2025-03-10', '2025-03-11T22:30:00Z')).toBe('');
    expect(lateness('2025-03-10', '2025-03-11T23:30:00Z')).toBe('; recorded 2 days later');
    for (const on of ['2025', '2025-03']) expect(lateness(on, '2026-11-26T03:06:00Z')).toBe('');
  });
});
