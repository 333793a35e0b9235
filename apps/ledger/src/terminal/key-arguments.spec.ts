import { describe, expect, it } from '@jest/globals';

import { withKeysBehind } from './key-arguments.js';

describe('A key on the command line', () => {
  const key = `-${'a'.repeat(41)}Q`;

  it('is never taken for an option, wherever it stands', () => {
    expect(withKeysBehind(['keys', 'revoke', key, '--json'])).toEqual(['keys', 'revoke', '--json', '--', key]);
  });

  it.each([
    ['a key that begins otherwise', ['keys', 'retire', 'a'.repeat(43)]],
    ['options', ['keys', 'list', '--json', '-h']],
    ['one that was put behind the options already', ['keys', 'retire', '--', key]],
  ])('is left where it is: %s', (_, typed) => {
    expect(withKeysBehind(typed)).toEqual(typed);
  });
});
