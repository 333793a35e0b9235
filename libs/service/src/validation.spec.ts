import { describe, expect, it } from '@jest/globals';
import { ArrayNotEmpty, IsIn, IsString, MaxLength } from 'class-validator';

import { LedgerError } from '#libs/ledger';

import { validated } from './validation.js';

class Note {
  @IsString()
  @MaxLength(3)
  readonly title: string;

  @ArrayNotEmpty()
  @IsIn(['a', 'b'], { each: true })
  readonly kinds: readonly string[];
}

const refusalOf = async (value: unknown): Promise<readonly string[]> => {
  try {
    await validated(Note, value);
    return [];
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return error.details.map(({ path, reason }) => `${path ?? ''}: ${reason}`);
  }
};

describe('what is said of a body that cannot be taken', () => {
  it('is nothing when it can', async () => expect(await refusalOf({ title: 'one', kinds: ['a'] })).toEqual([]));

  it('is of a member that is absent that alone', async () =>
    expect(await refusalOf({})).toEqual(['title: must be there', 'kinds: must be there']));

  it('names a member once, before each rule that it breaks', async () => {
    expect(await refusalOf({ title: 'long', kinds: ['a'] })).toEqual([
      'title: must be shorter than or equal to 3 characters',
    ]);
    expect(await refusalOf({ title: 'one', kinds: ['c'] })).toEqual([
      'kinds: each must be one of the following values: a, b',
    ]);
    expect(await refusalOf({ title: 5, kinds: [] })).toEqual([
      'title: must be shorter than or equal to 3 characters',
      'title: must be a string',
      'kinds: should not be empty',
    ]);
  });

  it('names no member where the whole body is at fault', () => {
    expect(new LedgerError('BODY_INVALID', { path: '', reason: 'a record is an object' }).message).toBe(
      new LedgerError('BODY_INVALID', 'a record is an object').message,
    );
  });
});
