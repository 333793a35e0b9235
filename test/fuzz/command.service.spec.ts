import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-command-'));

function fuzz(...args: string[]): { readonly out: string; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/test/fuzz/main.js', ...args], {
    encoding: 'utf8',
  });
  return { out: stdout + stderr, status };
}

/** As the script in package.json does, but for what was built already: other suites are running it. */
describe('npm run fuzz', () => {
  beforeAll(() => {
    const sources = ['test/fuzz', 'test/chaos/seeded.ts', '-d', 'dist', '--ignore', '**/*.spec.ts', '--quiet'];
    execFileSync(process.execPath, ['node_modules/@swc/cli/bin/swc.js', ...sources], { stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('changes inputs of one parser towards new code and says what it found', () => {
    const { out, status } = fuzz('heads', '--seconds', '2', '--seed', '7');
    expect(out).toMatch(
      /^seed 7, 2 s for each of heads\nheads: [1-9]\d* inputs \(\d+\/s\) from [1-9]\d* seeds, .* 0 found\n$/,
    );
    expect(status).toBe(0);
  });

  it('tries one input again', () => {
    const file = join(folder, 'input');
    writeFileSync(file, 'communication-KHM-1-2025 4\n');
    const { out, status } = fuzz('heads', '--input', file);
    expect([out, status]).toEqual(['nothing wrong: read\n', 0]);
  });

  it('names its parsers when asked for one it does not have', () => {
    const { out, status } = fuzz('poems');
    expect(out).toContain('parsers: statement note checkpoint proof tile disclosure heads trust policy zip bundle');
    expect(status).toBe(2);
  });
});
