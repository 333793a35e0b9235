import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { bundleFrom, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

const folder = mkdtempSync(join(tmpdir(), 'our-bundle-'));
const program = join(folder, 'verify');
const { text, which } = seedLetter();

describe(`our own bundle, with ${which} in it, before the verifier in Go`, () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    const go = spawnSync('go', ['version'], { encoding: 'utf8' });
    expect(go.error ? 'go is missing: install Go 1.24 or later to run the foreign verifier' : 'go is here').toBe(
      'go is here',
    );
    execFileSync('go', ['build', '-o', program, '.'], {
      cwd: fileURLToPath(new URL('go/', import.meta.url)),
      stdio: 'pipe',
    });
    ledger = await LedgerProcess.start(temporaryHome());
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const letter = letterSentFrom(readLetter(text), { restsOn: 'public_reports', documents: [] });
    expect((await clerk.put('/v1/communications/KHM/1/2025', letter)).status).toBe(201);
    writeFileSync(join(folder, 'trust.json'), (await clerk.get('/trust')).text);
    for (const audience of ['addressee', 'public'] as const)
      writeFileSync(join(folder, `${audience}.zip`), await bundleFrom(clerk, audience));
  });
  afterAll(async () => {
    await ledger.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(['addressee', 'public'])('is accepted as %s bundle, complete as at the time of its heads', (audience) => {
    const { status, stdout } = spawnSync(program, [join(folder, `${audience}.zip`), join(folder, 'trust.json')], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^complete as at \d{4}-\d\d-\d\dT[\d:.]+Z\n$/);
    expect(status).toBe(0);
  });
});
