import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Positions } from './positions.js';

const seed = Date.now() % 1_000_000;
console.log(`seed of the positions: ${seed}`);

describe('positions', () => {
  it('are those that were put in, from any one on', () => {
    const ascending = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 40 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, fc.nat({ max: 70 }), (all, first) => {
        const positions = new Positions();
        for (const position of all) positions.push(position);
        expect([...positions.from(first)]).toEqual(all.filter((position) => position >= first));
      }),
      { seed },
    );
  });

  it('of more stretches than a block of numbers holds are all there', () => {
    const positions = new Positions();
    for (let i = 0; i < 20_000; i++) positions.push(2 * i);
    expect([...positions.from(0)]).toEqual(Array.from({ length: 20_000 }, (_, i) => 2 * i));
  });
});
