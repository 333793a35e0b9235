import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attempted, isFault } from './attempt.js';
import { Chance } from './chance.js';
import { goldenTrust, seedsOf } from './corpus.js';
import { mutated } from './mutator.js';
import { type Parser, parsers } from './parsers.js';
import { regressions } from './regressions.js';

const seed = Date.now() % 1_000_000;
console.log(`seed of the inputs to the parsers: ${seed}`);

const known = parsers(goldenTrust());
const names = Object.keys(known);
const parserOf = (name: string): Parser => known[name] as Parser;

/** Whole bundles are read with every signature in them; all else is read in less than a millisecond. */
const runsOf = (name: string): number => (name === 'bundle' ? 12 : 120);

async function whatIsWrong(name: string, input: Uint8Array): Promise<string> {
  const said = await attempted(parserOf(name), input);
  return isFault(said) ? said.what : '';
}

const sound = new Map<string, readonly Uint8Array[]>();
beforeAll(async () => {
  for (const name of names)
    sound.set(name, await seedsOf(name, async (input) => (await attempted(parserOf(name), input)) === 'read'));
});

describe('whatever comes from outside', () => {
  it.each(names)('is read or refused as %s, and nothing else, when it is any bytes or text at all', async (name) => {
    const bytes = fc.uint8Array({ maxLength: 2_000 });
    const text = fc.string({ unit: 'binary', maxLength: 500 }).map((said) => new Uint8Array(Buffer.from(said)));
    const property = fc.asyncProperty(fc.oneof(bytes, text), async (input) => {
      expect(await whatIsWrong(name, input)).toBe('');
    });
    await fc.assert(property, { seed, numRuns: runsOf(name) });
  });

  it.each(names)('is read or refused as %s in a tenth of a second when something sound was changed', async (name) => {
    const own = sound.get(name) ?? [];
    expect(own.length).toBeGreaterThan(0);
    const property = fc.asyncProperty(fc.nat(), async (thrown) => {
      const chance = new Chance(thrown);
      expect(await whatIsWrong(name, mutated(name, chance.of(own), own, chance))).toBe('');
    });
    await fc.assert(property, { seed, numRuns: runsOf(name) });
  });

  it.each(regressions)('is read or refused as $parser when it is $what', async ({ parser, input }) => {
    expect(await whatIsWrong(parser, input())).toBe('');
  });
});

describe('an input that is not read as it should be', () => {
  it('is seen when the parser throws, and when it takes long', async () => {
    const throwing: Parser = () => {
      throw new TypeError('a planted fault');
    };
    const slow: Parser = () => {
      const end = process.cpuUsage().user + 150_000;
      while (process.cpuUsage().user < end);
      return 'refused';
    };
    const input = new Uint8Array(10);
    expect(await attempted(throwing, input)).toMatchObject({ what: expect.stringContaining('a planted fault') });
    expect(await attempted(slow, input)).toMatchObject({ what: expect.stringMatching(/^it took \d+ ms/) });
  });
});
