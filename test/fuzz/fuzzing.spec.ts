import { describe, expect, it } from '@jest/globals';
import { Chance } from './chance.js';
import { Coverage } from './coverage.js';
import { fuzzed } from './fuzzing.js';
import type { Parser } from './parsers.js';

/** Five words that must all be there: chance alone would need many thousand million inputs. */
const planted: Parser = (input) => {
  const text = Buffer.from(input).toString('latin1');
  if (text.includes('__proto__')) {
    if (text.includes('group g ')) {
      if (text.includes('tile/0/')) {
        if (text.includes('quorum none')) {
          if (text.includes('index ')) throw new TypeError('a planted fault');
        }
      }
    }
  }
  return 'refused';
};

describe('inputs that are changed towards new code', () => {
  it('reach a fault step by step that chance would never reach', async () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? 7);
    const coverage = await Coverage.started(/fuzzing\.spec/);
    const chance = new Chance(seed);
    const seeds = [new Uint8Array(8)];
    const { found } = await fuzzed({ name: 'note', parser: planted, seeds, chance, coverage, seconds: 240, enough: 1 });
    await coverage.end();
    const whats = new Set(found.map(({ what }) => what.includes('a planted fault')));
    expect([seed, [...whats]]).toEqual([seed, [true]]);
  }, 300_000);
});
