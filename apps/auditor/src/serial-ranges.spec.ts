import { describe, expect, it } from '@jest/globals';

import { serialRanges } from './serial-ranges.js';

describe('numbers that have no letter', () => {
  it.each([
    [[], []],
    [['KHM 1/2025'], ['KHM 1/2025']],
    [
      ['KHM 1/2025', 'KHM 2/2025', 'KHM 4/2025'],
      ['KHM 1 to 2/2025', 'KHM 4/2025'],
    ],
    [
      ['KHM 9/2024', 'KHM 10/2025', 'LAO 11/2025', 'LAO 12/2025'],
      ['KHM 9/2024', 'KHM 10/2025', 'LAO 11 to 12/2025'],
    ],
  ])('%j are said as %j', (references, said) => expect(serialRanges(references)).toEqual(said));

  it('of a State with one late number alone are one run', () => {
    const before = Array.from({ length: 999 }, (_, i) => `LAO ${i + 1}/2025`);
    expect(serialRanges(before)).toEqual(['LAO 1 to 999/2025']);
  });
});
