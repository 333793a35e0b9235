import { describe, expect, it } from '@jest/globals';

import type { Entry } from './event-store.js';
import { LatestAppends } from './latest-appends.js';

const entry = (position: number): Entry => ({
  ...{ position, stream: 'subject-1', revision: position, id: `id-${position}`, payload: new Uint8Array(0) },
  ...{ kid: 'key', signature: new Uint8Array(64), boxes: null, disclosures: null, req: null },
});
const appended = (...positions: readonly number[]): readonly Entry[] => positions.map(entry);
const positionsOf = (entries: readonly Entry[]): number[] => entries.map(({ position }) => position);

describe('What was appended last', () => {
  it('is given from any position in it on, and from no other', () => {
    const latest = new LatestAppends();
    expect([latest.end, latest.from(0)]).toEqual([0, []]);
    latest.add(appended(7, 8));
    latest.add(appended(9));
    expect(latest.end).toBe(10);
    expect([7, 8, 9].map((position) => positionsOf(latest.from(position)))).toEqual([[7, 8, 9], [8, 9], [9]]);
    expect([0, 6, 10, 11].map((position) => latest.from(position))).toEqual([[], [], [], []]);
  });

  it('begins anew behind what somebody else appended, so that nothing is passed over', () => {
    const latest = new LatestAppends();
    latest.add(appended(0, 1));
    latest.add(appended(4));
    expect([0, 1, 2, 3].map((position) => latest.from(position))).toEqual([[], [], [], []]);
    expect(positionsOf(latest.from(4))).toEqual([4]);
  });

  it('is not kept for long', () => {
    const latest = new LatestAppends();
    for (let position = 0; position < 100; position++) latest.add(appended(position));
    expect(positionsOf(latest.from(96))).toEqual([96, 97, 98, 99]);
    expect(latest.from(95)).toEqual([]);
  });
});
