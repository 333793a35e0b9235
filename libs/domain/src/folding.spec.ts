import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';

import { followUpEvents } from './follow-up/follow-up.events.js';
import { folding } from './event-types.js';

const event = (revision: number, type = 'OutcomeRecorded'): RecordedEvent => ({
  ...{ position: 10 + revision, id: `event-${revision}`, stream: 'follow_up-1', revision, type, version: 1 },
  ...{ time: '2026-03-01T10:00:00.000Z', by: { role: 'drafter', ps: 'p' }, codes: [], data: { on: '2026-03-01' } },
});

describe('the fold of a stream', () => {
  const positions = folding(followUpEvents, (seen: readonly number[], { position }) => [...seen, position], []);

  it('takes the events in order and leaves out types it does not know', () => {
    expect(positions([event(0), event(1, 'SomethingOfAnotherStream'), event(2)])).toEqual([10, 12]);
    expect(positions([])).toEqual([]);
  });

  it('goes on from where it ended when the list has grown, and begins anew when it has shrunk', () => {
    let steps = 0;
    const count = folding(followUpEvents, (n: number) => ((steps += 1), n + 1), 0);
    const list = [event(0), event(1)];
    expect([count(list), steps]).toEqual([2, 2]);
    list.push(event(2));
    expect([count(list), steps]).toEqual([3, 3]);
    expect([count(list), steps]).toEqual([3, 3]);
    list.length = 1;
    expect([count(list), steps]).toEqual([1, 4]);
  });

  it('keeps apart lists that hold the same events', () => {
    const [one, other] = [[event(0)], [event(0)]];
    positions(one);
    other.push(event(1));
    expect(positions(other)).toEqual([10, 11]);
    expect(positions(one)).toEqual([10]);
  });
});
