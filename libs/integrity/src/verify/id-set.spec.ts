import { describe, expect, it } from '@jest/globals';
import { IdSet } from './id-set.js';

const hex = (n: number, length: number): string => n.toString(16).padStart(length, '0');

describe('a set of event ids', () => {
  it('takes each once, also the id of zeros and what is no id', () => {
    const ids = new IdSet();
    for (const id of ['00000000-0000-0000-0000-000000000000', 'no id', `00000000-0000-8000-8000-${hex(1, 12)}`]) {
      expect(ids.add(id)).toBe(true);
      expect(ids.add(id)).toBe(false);
    }
  });

  it.each([
    ['begin alike', (n: number) => `a0000000-0000-8000-8000-${hex(n, 12)}`],
    ['end alike', (n: number) => `${hex(n, 8)}-0000-8000-8000-000000000001`],
    ['differ in their highest bits', (n: number) => `${hex(n * 2 ** 14, 8)}-0000-8000-8000-000000000001`],
  ])('is as quick with ids that %s as with others', (_, id) => {
    const ids = new IdSet();
    const began = performance.now();
    let added = 0;
    for (let n = 0; n < 40_000; n++) added += Number(ids.add(id(n)));
    expect(added).toBe(40_000);
    expect(performance.now() - began).toBeLessThan(4000);
  });
});
