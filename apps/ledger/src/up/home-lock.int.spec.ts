import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { holdHome } from './home-lock.js';

describe('the folder of a ledger', () => {
  const home = mkdtempSync(join(tmpdir(), 'ledger-home-lock-'));
  afterAll(() => rmSync(home, { recursive: true }));

  it('is refused while a ledger is served from it, and free again afterwards', async () => {
    const release = await holdHome(home);
    await expect(holdHome(home)).rejects.toMatchObject({
      code: 'FOLDER_IN_USE',
      details: [{ reason: expect.stringMatching(`^process ${process.pid} serves the ledger in .+ already$`) }],
    });
    await release();
    await (
      await holdHome(home)
    )();
    expect(readdirSync(home)).toEqual([]);
  });
});
