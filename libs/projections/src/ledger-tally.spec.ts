import { describe, expect, it } from '@jest/globals';

import { LedgerTally } from './ledger-tally.js';

const tallied = (...events: [type: string, ...codes: string[]][]): unknown => {
  const tally = new LedgerTally();
  for (const [type, ...codes] of events) tally.see({ type, codes });
  const [name, text] = tally.file;
  expect(name).toBe('views/tally.1.json');
  return JSON.parse(text);
};

describe('the tally of a whole ledger', () => {
  it('counts each statement once, and for every addressee it names', () =>
    expect(
      tallied(['KeyAdded'], ['LetterSent', 'KHM'], ['PressReleaseIssued', 'KHM', 'THA'], ['LetterSent', 'KHM']),
    ).toEqual({
      addressees: { KHM: { LetterSent: 2, PressReleaseIssued: 1 }, THA: { PressReleaseIssued: 1 } },
      all: { KeyAdded: 1, LetterSent: 2, PressReleaseIssued: 1 },
      statements: 4,
      version: 1,
      view: 'tally',
    }));

  it('is the same text in whatever order things came, and has no member of the language’s own', () => {
    const [one, other] = [new LedgerTally(), new LedgerTally()];
    const events = [
      { type: 'LetterSent', codes: ['THA'] },
      { type: '__proto__', codes: ['KHM'] },
      { type: 'constructor', codes: [] },
    ];
    for (const event of events) one.see(event);
    for (const event of [...events].reverse()) other.see(event);
    expect(one.file).toEqual(other.file);
    expect(one.file[1]).toContain('"all":{"LetterSent":1,"__proto__":1,"constructor":1}');
  });

  it('does not grow with a history that makes up types', () => {
    const tally = new LedgerTally();
    for (let n = 0; n < 5000; n++) tally.see({ type: `Made${n}`, codes: ['KHM'] });
    const { all, statements } = JSON.parse(tally.file[1]) as { all: object; statements: number };
    expect([Object.keys(all).length, statements]).toEqual([200, 5000]);
  });
});
