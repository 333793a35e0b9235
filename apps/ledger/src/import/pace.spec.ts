import { describe, expect, it } from '@jest/globals';

import { durationWords } from '../terminal/print.js';
import { Pace, progressWords } from './pace.js';

describe('the line of progress', () => {
  it('says how far it is, how fast it goes at present and how long it will take', () => {
    const pace = new Pace(0);
    for (let second = 1; second <= 20; second++)
      pace.note(second <= 10 ? second * 100 : 1000 + (second - 10) * 50, second * 1000);
    expect(pace.perSecond).toBe(50);
    const line = progressWords({
      entries: 1500,
      part: 0.5,
      refused: 2,
      perSecond: pace.perSecond,
      last: { row: 1, line: 1 },
    });
    expect(line).toBe('██████████░░░░░░░░░░  50 %  1500 rows, 50 a second, 30 s left, 2 refused');
  });

  it('says that it does not know before it can', () => {
    const line = progressWords({ entries: 0, part: 0, refused: 0, perSecond: 0, last: { file: 'a.txt' } });
    expect(line).toBe('░░░░░░░░░░░░░░░░░░░░   0 %  0 letters, 0 a second, time left unknown');
  });

  it('says a long time in minutes and hours', () => {
    expect([0.2, 59.5, 200, 7500].map(durationWords)).toEqual(['1 s', '1 min 0 s', '3 min 20 s', '2 h 5 min']);
  });
});
