import { Logger } from '@nestjs/common';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { freshDatabase } from '#libs/testing';

import { honestHistories, tamperClasses, tryClass, tryOnce } from './trials.js';
import { isCaught, plantFaults } from './planted/suite.js';
import { Room } from './room.js';

const seed = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 1_000_000);
const course = { trials: 3, seed, database: freshDatabase };

// A notary that refuses says so in its log, too.
beforeAll(() => void Logger.overrideLogger(false));

describe(`whoever tampers with the ledger (seed ${seed})`, () => {
  it.each(tamperClasses.map((tampering) => [tampering.what, tampering] as const))(
    'is caught: %s',
    async (_, tampering) => {
      expect(await tryClass(tampering, course)).toMatchObject({ trials: 3, caught: 3, missed: [] });
    },
    120_000,
  );

  it('is caught by nothing that would also be found in an honest history', async () => {
    expect(await honestHistories({ ...course, trials: 20 })).toEqual([]);
  }, 120_000);

  it('would be seen to get away when nothing is found, or when something was found before', async () => {
    const [tampering] = tamperClasses;
    if (tampering === undefined) throw new Error('there are no classes');
    const room = await Room.open(freshDatabase);
    const blind = { ...tampering, judge: { name: 'nobody', judge: () => Promise.resolve([]) } };
    const suspicious = { ...tampering, judge: { name: 'anybody', judge: () => Promise.resolve(tampering.own) } };
    expect((await tryOnce(blind, room, seed)).wrong).toContain('not found, but nothing');
    expect((await tryOnce(suspicious, room, seed)).wrong).toContain('the honest twin');
    await room.close();
  });
});

describe(`a verifier with a fault planted in it (seed ${seed})`, () => {
  it('is caught by its tests, which all pass without one', async () => {
    const planting = {
      count: 4,
      seed,
      thoroughness: 'first' as const,
      say: (text: string) => process.stdout.write(text),
    };
    const { control, faults } = await plantFaults(planting);
    expect(control).toEqual({});
    expect(faults).toHaveLength(4);
    expect(faults.filter((fault) => !isCaught(fault))).toEqual([]);
  }, 240_000);
});
