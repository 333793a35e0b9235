import { describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';

import { inTypedFlags } from './typed-flags.js';

const said = (path: string, flags: object, reason = 'must be something else'): string =>
  inTypedFlags(new LedgerError('BODY_INVALID', { path, reason }), flags).message;

describe('a refusal of what was typed', () => {
  it.each([
    ['asOf', { asOf: 'x' }, '--as-of'],
    ['data/lastTrustedSize', { lastTrustedSize: 0 }, '--last-trusted-size'],
    ['/data/source', { source: '' }, '--source'],
    ['addressee/kind', { addresseeKind: 'x', addressee: 'y' }, '--addressee-kind'],
    ['position', { asOfPosition: 9 }, '--as-of-position'],
    ['addressee/name', { addresseeKind: 'x', addressee: 'y' }, '--addressee'],
  ])('of the field %s names the flag it came from', (path, flags, flag) =>
    expect(said(path, flags)).toMatch(new RegExp(`: ${flag}: must be something else$`, 'u')),
  );

  it('says the name of the field no second time', () =>
    expect(said('since', { since: 0 }, 'since must not be less than 1')).toMatch(
      /: --since: must not be less than 1$/u,
    ));

  it('names the field where no flag made it, and keeps the code and what caused it', () => {
    const refusal = new LedgerError('BODY_INVALID', [{ path: 'data/on', reason: 'a day' }, { reason: 'all of it' }]);
    expect(inTypedFlags(refusal, { json: true })).toBe(refusal);
    const named = inTypedFlags(new LedgerError('REQUEST_INVALID', { path: 'to', reason: 'a date' }), { to: 'x' });
    expect(named).toMatchObject({ code: 'REQUEST_INVALID', details: [{ path: '--to', reason: 'a date' }] });
  });
});
