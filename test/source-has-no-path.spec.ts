import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { JsonObject } from '#libs/ledger';
import { payloadExamples } from '#libs/testing';

import { canaryOf } from './histories/canaries.js';
import { GeneratedHistory, type Step } from './histories/generated-history.js';
import { leaksIn } from './histories/leaks.js';
import { type StepName, steps } from './histories/steps.js';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20_250_310);
const names = Object.keys(steps) as StepName[];
const history = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(99)), { minLength: 40, maxLength: 120 });

async function grown(
  taken: readonly (readonly [StepName, number])[],
  count: (name: StepName) => void = () => undefined,
) {
  const grows = await GeneratedHistory.begin();
  for (const [name, n] of taken) if (await grows.take(steps[name], n)) count(name);
  return grows;
}

/** A history in which everything that can happen to one letter and its allegation did. */
const full: [StepName, number][] = [
  ...(['receive', 'send', 'link', 'reply', 'publish', 'inform'] as const).map((name): [StepName, number] => [name, 0]),
  ['issue', 0],
  ['linkRelease', 0],
  ['follow', 0],
  ['follow', 3],
  ['conclude', 0],
];

describe('what the source and the people of an allegation told', () => {
  it(`has no path to an addressee or to the public, whatever happens (seed ${seed})`, async () => {
    const counts = new Map<StepName, number>();
    await fc.assert(
      fc.asyncProperty(history, async (taken) => {
        const grows = await grown(taken, (name) => void counts.set(name, (counts.get(name) ?? 0) + 1));
        expect(await leaksIn(grows)).toEqual([]);
      }),
      { seed, numRuns: 150 },
    );
    // A property over histories in which nothing happened would prove nothing.
    expect(names.filter((name) => (counts.get(name) ?? 0) < 5)).toEqual([]);
  });

  const followUpWith =
    (text: string): Step =>
    (world) => [
      {
        stream: `follow_up-${world.nextId(0)}`,
        type: 'FollowUpRecorded',
        version: 1,
        codes: ['KHM'],
        data: { ...payloadExamples.FollowUpRecorded, text },
      },
    ];
  const filed =
    (codes: readonly string[]): Step =>
    (world) =>
      steps.receive(world, 0).map((event) => ({ ...event, codes }));
  const faults: [string, Step, RegExp][] = [
    [
      'a source’s name copied into a text for everyone',
      followUpWith(`Seen by ${canaryOf('people', 3, 'source')}`),
      /says what it seals/,
    ],
    ['an allegation put into an addressee’s file', filed(['KHM']), /bundle of KHM holds allegation/],
    ['an allegation whose fields a bundle for its addressee opens', filed(['LAO']), /opens a field of Allegation/],
    [
      'a follow-up for staff that carries a code',
      (world) => [
        {
          stream: `follow_up-${world.nextId(0)}`,
          type: 'FollowUpRecorded',
          version: 1,
          codes: ['KHM'],
          data: { ...payloadExamples.FollowUpRecorded, audience: 'staff' },
        },
      ],
      /holds follow_up/,
    ],
  ];

  it('is not leaked by a full history', async () => expect(await leaksIn(await grown(full))).toEqual([]));

  it.each(faults)('is found where it leaks: %s', async (_, fault, expected) => {
    const grows = await grown(full);
    await grows.take(fault, 0);
    expect(await leaksIn(grows)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it('is found where a field that should be sealed is not', async () => {
    const grows = await grown(full);
    const open = { ...payloadExamples.AllegationReceived, narrative: canaryOf('people', 1, 'narrative') };
    const data = JSON.parse(JSON.stringify(open)) as JsonObject;
    await grows.ledger.record({
      stream: 'allegation-x',
      type: 'AllegationReceived',
      data,
    });
    expect(await leaksIn(grows)).toEqual([expect.stringMatching(/AllegationReceived says what it seals/)]);
  });
});
