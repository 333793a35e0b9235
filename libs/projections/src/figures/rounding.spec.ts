import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { percentsOf, wholePercent } from './rounding.js';

describe('per cents of parts', () => {
  it.each([
    [
      [186, 278, 48],
      [36, 54, 10],
    ],
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [16, 53, 9],
      [20, 68, 12],
    ],
    [
      [0, 7],
      [0, 100],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [[], []],
  ])('of %j are %j', (parts, percents) => expect(percentsOf(parts)).toEqual(percents));

  it('add up to 100, are off by less than one, and never swap the order of two parts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 12 }), (parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const percents = percentsOf(parts);
        expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(whole === 0 ? 0 : 100);
        parts.forEach((part, i) => {
          if (whole > 0) expect(Math.abs((percents[i] ?? 0) - (100 * part) / whole)).toBeLessThan(1);
          parts.forEach((other, k) => {
            if (part > other) expect(percents[i]).toBeGreaterThanOrEqual(percents[k] ?? 0);
          });
        });
      }),
    );
  });
});

describe('a whole per cent', () => {
  it.each([
    [365, 534, 68],
    [484, 534, 91],
    [117, 193, 61],
    [1, 200, 1],
    [1, 201, 0],
    [0, 5, 0],
    [5, 5, 100],
  ])('of %i in %i is %i', (part, whole, percent) => expect(wholePercent(part, whole)).toBe(percent));

  it('of nothing is none', () => expect(wholePercent(0, 0)).toBeNull());
});
