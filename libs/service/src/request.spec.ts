import { describe, expect, it } from '@jest/globals';

import type { Role } from '#libs/ledger';

import type { Identity } from './identity.js';
import { requireRole } from './request.js';

const holding = (...roles: Role[]): Identity => ({ issuer: 'https://tokens.example.org', subject: 'somebody', roles });

describe('the role in which something is done', () => {
  it('is the first that may do it, in whatever order the token names what the caller is', () => {
    for (const caller of [holding('importer', 'mandate_clerk'), holding('mandate_clerk', 'importer')])
      expect(requireRole(caller, ['mandate_clerk', 'importer'])).toBe('mandate_clerk');
  });

  it('must be held', () => {
    const refused = (caller: Identity, code: string) =>
      expect(() => requireRole(caller, ['mandate_clerk'])).toThrow(expect.objectContaining({ code }));
    refused(holding('auditor'), 'FORBIDDEN');
    refused({ ...holding(), subject: '' }, 'UNAUTHENTICATED');
  });
});
