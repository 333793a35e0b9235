import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Choice } from './histories/model/attempt.js';
import { forms } from './histories/model/calendar.js';
import { Next, type RuleName, rules, type Tally, Try, Wait } from './histories/model/command.js';
import { found } from './histories/model/house.js';
import { brokenLaws } from './histories/model/invariants.js';
import { MemoryLedger } from './histories/model/memory-ledger.js';
import { emptyModel } from './histories/model/model.js';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20_250_310);
/** How many histories of each kind: `HISTORIES=10000 npm test -- random-histories`. */
const runs = Number(process.env['HISTORIES'] ?? 300);

/** Before a clock change, before 29 February, before New Year; thirteen hours later it is tomorrow in Geneva in summer, and not in winter. */
const beginnings = ['2025-02-20', '2025-10-10', '2024-01-25', '2024-12-20'].map((day) =>
  Date.parse(`${day}T09:30:00Z`),
);

const choice = fc.record({
  who: fc.nat(2),
  n: fc.nat(99),
  m: fc.nat(99),
  odd: fc.nat(9),
  shift: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(1, 2, -1, -2) },
    { weight: 1, arbitrary: fc.integer({ min: -70, max: 40 }) },
  ),
  form: fc.oneof(
    { weight: 8, arbitrary: fc.constant('day' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...forms) },
  ),
});

/** A kind of history: what is tried in it, how often beside the others, and the straight course that it may follow, with much astray. */
interface Kind {
  readonly mix: Partial<Record<RuleName, number>>;
  readonly course: readonly (readonly [RuleName, Partial<Choice>] | number)[];
}

const kinds: Readonly<Record<string, Kind>> = {
  'of letters, their replies and their publication': {
    mix: {
      ...{ send: 6, sendNext: 2, correct: 2, voidNumber: 1, err: 2, reply: 6, ask: 1, link: 1, include: 1, look: 4 },
      ...{ remind: 1, confirm: 1, notify: 1, propose: 6, approve: 6, hold: 2, lift: 2, prepare: 1, pass: 1, assess: 1 },
      ...{ cover: 2, evaluate: 2, publish: 8, publishAnswer: 5, importLetter: 1, importAnswer: 1, withhold: 1 },
      ...{ withdraw: 2, replace: 2, issue: 2, linkRelease: 2, correctRelease: 1, withdrawRelease: 1 },
      ...{ follow: 2, conclude: 2 },
    },
    course: [
      ['send', {}],
      ['reply', { m: 2 }],
      // A letter whose record was an error; the next one gets another number.
      ['send', { n: 2, m: 5 }],
      ['err', { n: 2, m: 0 }],
      ['sendNext', { n: 2 }],
      // One of a working group's own procedure, which no joint report holds; its record was an error, too.
      ['send', { n: 21, m: 4 }],
      ['include', { n: 21, m: 0 }],
      ['err', { n: 21, m: 0 }],
      // An urgent appeal, whose addressee asks for time.
      ['send', { n: 1 }],
      ['reply', { n: 1, m: 10 }],
      ['propose', {}],
      ['approve', { who: 1 }],
      ['cover', {}],
      // The last day of the window, its last hours, and the first ones after it.
      60 * 24,
      ['publish', { who: 2 }],
      13,
      ['publish', { who: 2 }],
      13,
      ['look', {}],
      ['look', { n: 1 }],
      // What was redacted is not the letter as corrected.
      ['correct', { shift: -66 }],
      ['publish', { who: 2 }],
      ['propose', {}],
      ['approve', { who: 1 }],
      ['publish', { who: 2 }],
      ['propose', { m: 0 }],
      ['approve', { who: 1 }],
      ['issue', { odd: 3 }],
      ['linkRelease', {}],
      ['propose', {}],
      ['approve', { who: 1 }],
      ['replace', { who: 2 }],
      // What everyone reads is corrected by a third person, once two others agreed.
      ['correct', { shift: -66, who: 2 }],
      ['propose', {}],
      ['approve', { who: 1 }],
      ['correct', { shift: -66, who: 1 }],
      ['correct', { shift: -66, who: 2 }],
      ['withdraw', { m: 3 }],
      // One that an importer brought, with its reply, and where both were published.
      ['send', { n: 2, m: 5 }],
      ['reply', { n: 2, m: 5 }],
      ['importLetter', { n: 2 }],
      ['importAnswer', { n: 2 }],
      // One of before 2018 without end of its window, of whose number there had been a record from here in error.
      ['send', { n: 7 }],
      ['importLetter', { n: 7 }],
      ['err', { n: 7, m: 0 }],
      ['send', { n: 7, m: 5 }],
      ['importLetter', { n: 7 }],
    ],
  },
  'of allegations, the people in them and what is opened': {
    mix: {
      ...{ send: 2, voidNumber: 1, receive: 4, inform: 3, consentTo: 4, transmit: 6, comment: 3, protect: 3 },
      ...{ assessAllegation: 4, end: 2, mergeSubjects: 3, requestShred: 3, approveShred: 4, shred: 3 },
      ...{ askAccess: 4, approveAccess: 4, read: 4, take: 4 },
    },
    course: [
      ['send', {}],
      ['receive', {}],
      ['receive', {}],
      ['askAccess', { n: 0 }],
      ['approveAccess', { who: 1, n: 0 }],
      ['read', { n: 0 }],
      ['read', { n: 0 }],
      ['mergeSubjects', { n: 0 }],
      ['requestShred', { n: 0 }],
      ['approveShred', { who: 1, n: 0 }],
      ['shred', { n: 0 }],
    ],
  },
  'of keys, codes, policies and reports': {
    mix: {
      ...{ foundAgain: 1, adopt: 3, growCodes: 3, addKey: 6, retireKey: 4, revokeKey: 4 },
      ...{ draft: 2, submit: 1, symbol: 1 },
    },
    course: [],
  },
};

const plain: Choice = { who: 0, n: 4, m: 1, odd: 9, shift: 0, form: 'day' };

const commandsOf = ({ mix, course }: Kind, tally: Tally) => {
  const next = new Next(
    course.map((step) =>
      typeof step === 'number' ? new Wait(step) : new Try(step[0], { ...plain, ...step[1] }, tally),
    ),
  );
  const tries = (Object.entries(mix) as [RuleName, number][]).map(([name, weight]) => ({
    weight,
    arbitrary: choice.map((chosen) => new Try(name, chosen, tally)),
  }));
  const wait = fc.constantFrom(1, 13, 24, 24 * 7, 24 * 31, 24 * 61).map((hours) => new Wait(hours));
  const one = fc.oneof(...tries, { weight: 6, arbitrary: wait }, { weight: 60, arbitrary: fc.constant(next) });
  return fc.commands([one], { maxCommands: 120, size: 'max' });
};

describe('in histories', () => {
  it.each(Object.entries(kinds))(
    `%s, nothing is refused that the rules allow, and nothing recorded that they forbid (seed ${seed})`,
    (_, kind) => {
      const tally: Tally = new Map();
      fc.assert(
        fc.property(fc.constantFrom(...beginnings), commandsOf(kind, tally), (now, commands) => {
          const [model, real] = [emptyModel(now), new MemoryLedger(now)];
          found(model, real);
          fc.modelRun(() => ({ model, real }), commands);
          expect(brokenLaws(real.all)).toEqual([]);
        }),
        { seed, numRuns: runs },
      );
      // Histories in which something never happened would prove nothing of it.
      const tried = Object.keys(kind.mix).filter((name) => name !== 'foundAgain');
      expect(tried.filter((name) => (tally.get(name) ?? 0) < 3)).toEqual([]);
    },
    600_000,
  );

  it('everything that can be decided is tried', () => {
    const tried = new Set(Object.values(kinds).flatMap(({ mix }) => Object.keys(mix)));
    expect(Object.keys(rules).filter((name) => !tried.has(name))).toEqual([]);
  });
});
