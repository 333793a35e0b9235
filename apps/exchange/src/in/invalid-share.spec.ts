import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { InvalidShare } from './invalid-share.js';

type Outcome = 'valid' | 'invalid';

const after = (outcomes: readonly Outcome[]): InvalidShare =>
  outcomes.reduce((share, outcome) => share.after(outcome), InvalidShare.none());
const times = (count: number, outcome: Outcome): Outcome[] => Array.from({ length: count }, () => outcome);

describe('the share of an agency’s submissions that is invalid', () => {
  it('is not too much while it is a fifth of the last hundred', () => {
    expect(after([...times(80, 'valid'), ...times(20, 'invalid')])).toMatchObject({ invalid: 20, isTooMuch: false });
  });

  it('is too much with one more', () => {
    expect(after([...times(79, 'valid'), ...times(21, 'invalid')])).toMatchObject({ invalid: 21, isTooMuch: true });
  });

  it('is too much as soon as there are twenty-one, however few have come', () => {
    expect(after(times(20, 'invalid')).isTooMuch).toBe(false);
    expect(after(times(21, 'invalid')).isTooMuch).toBe(true);
  });

  it('forgets what lies more than a hundred submissions back', () => {
    expect(after([...times(20, 'invalid'), ...times(99, 'valid')]).invalid).toBe(1);
    expect(after([...times(20, 'invalid'), ...times(100, 'valid')]).invalid).toBe(0);
    expect(after([...times(20, 'invalid'), ...times(80, 'valid'), 'invalid'])).toMatchObject({
      ...{ invalid: 20, isTooMuch: false },
    });
  });

  it('is what one counts oneself among the last hundred, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Outcome>('valid', 'invalid'), { maxLength: 300 }), (outcomes) => {
        const counted = outcomes.slice(-100).filter((outcome) => outcome === 'invalid').length;
        expect(after(outcomes)).toMatchObject({ invalid: counted, isTooMuch: counted > 20 });
      }),
    );
  });

  it('starts anew for an agency that is given another chance', () => {
    expect(InvalidShare.none()).toMatchObject({ invalid: 0, isTooMuch: false });
  });
});
