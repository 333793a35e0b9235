import { describe, expect, it } from '@jest/globals';

import { momentQuery } from './query.js';

describe('the moment that is asked for', () => {
  it.each([
    ['2025-03-11', '2025-03-11T22:59:59.999Z'],
    ['2025-07-01', '2025-07-01T21:59:59.999Z'],
    ['2025-03-11T09:00:00+01:00', '2025-03-11T08:00:00.000Z'],
  ])('%s is the end of the day in Zurich, or the instant itself', (asOf, instant) => {
    expect(momentQuery({ asOf })).toEqual({ instant });
  });

  it.each(['2025', '2025-03', 'yesterday', '2025-02-30'])('%s is none', (asOf) => {
    expect(() => momentQuery({ asOf })).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});
