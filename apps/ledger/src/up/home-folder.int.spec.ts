import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';

import { prepareHome } from './home-folder.js';

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'ledger-home-folder-'));
  chmodSync(made, 0o711);
  return made;
};

const outcome = (home: string): Promise<string> =>
  prepareHome(home).catch((error: unknown) => (error instanceof LedgerError ? error.message : String(error)));

describe('the folder that a ledger is given', () => {
  it('may be named from where one stands, and is the same from anywhere', async () => {
    const home = join(folder(), 'home');
    expect(await outcome(relative(process.cwd(), home))).toBe(home);
  });

  it('that is a file is refused by the name of its setting', async () => {
    const file = join(folder(), 'home');
    writeFileSync(file, '');
    expect(await outcome(file)).toBe(
      'The configuration is not usable: LEDGER_HOME: the folder cannot be made or written',
    );
  });

  it('below one that is shut is refused to root, whose database runs as another user', async () => {
    const shut = folder();
    chmodSync(shut, 0o700);
    const home = join(shut, 'home');
    const refusal = `The configuration is not usable: LEDGER_HOME: the database's own user cannot pass through ${shut}: give it mode 711, or choose another folder`;
    expect(await outcome(home)).toBe(process.getuid?.() === 0 ? refusal : home);
  });
});
