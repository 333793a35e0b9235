import { describe, expect, it } from '@jest/globals';
import { judge } from './goals.js';
import type { Row } from './result.js';
import { compare, quantile } from './rounds.js';

const row = (name: string, variant: string, perSecond: number): Row => ({
  ...{ case: name, variant, perSecond, p50: 1, p99: 2 },
});

describe('the figures of a benchmark', () => {
  it('are taken in turn, after a round each that does not count', async () => {
    const order: string[] = [];
    const contender = (variant: string) => ({
      variant,
      run: () => {
        if (order.at(-1) !== variant) order.push(variant);
        return new Promise((resolve) => setTimeout(resolve, 2));
      },
    });
    const results = await compare([contender('a'), contender('b')], 2, { rounds: 2, seconds: 0.02 });
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    for (const { perSecond, p50 } of results) {
      expect(perSecond).toBeLessThanOrEqual(2 / 0.0015);
      expect(p50).toBeGreaterThan(1);
    }
  });

  it('fail when an operation fails, so that nothing is measured that did not happen', () =>
    expect(
      compare([{ variant: 'a', run: () => Promise.reject(new Error('refused')) }], 1, { rounds: 1, seconds: 0.01 }),
    ).rejects.toThrow('refused'));

  it('have the latency that this part of the operations did not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile([7], 0.99)]).toEqual([51, 100, 7]);
  });
});

describe('a goal', () => {
  const goal = {
    ours: 'append.32/signed',
    than: ['append.32/raw', 'append.1/raw'],
    atLeast: 1.25,
    moonshot: 1.6,
  } as const;
  const rows = [row('append.32', 'signed', 1500), row('append.32', 'raw', 1000), row('append.1', 'raw', 500)];

  it('is met by the ratio to the best of what it is held against', () =>
    expect(judge([goal], rows)).toMatchObject([{ measured: 1.5, met: true, moonshot: { figure: 1.6, met: false } }]));

  it('is not met below it', () =>
    expect(judge([{ ...goal, atLeast: 1.51 }], rows)).toMatchObject([{ measured: 1.5, met: false }]));

  it('is left open when a side of it was not measured', () => {
    expect(judge([goal], rows.slice(0, 2))).toMatchObject([{ measured: null, met: null, moonshot: { met: null } }]);
    expect(judge([goal], rows.slice(1))).toMatchObject([{ measured: null, met: null }]);
  });
});
