import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findingCodes } from '#libs/integrity';
import { goChecks, notCompared, pythonChecks } from './agreement.js';
import { ForeignVerifier } from './foreign-verifier.js';
import { compare, type Report } from './generated.js';

const count = Number(process.env['FOREIGN_BUNDLES'] ?? 500);
const seed = Number(process.env['FOREIGN_SEED'] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'foreign-verifiers-'));
const program = join(folder, 'bundles');
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The verdicts of ours and of programs in two other languages, on bundles nobody chose. */
describe(`${count} bundles thrown by dice (seed ${seed}), sound ones and altered ones`, () => {
  let report: Report;
  beforeAll(
    async () => {
      const go = spawnSync('go', ['version'], { encoding: 'utf8' });
      expect(go.error ? 'go is missing: install Go 1.24 or later' : 'go is here').toBe('go is here');
      execFileSync('go', ['build', '-o', program, './bundles'], { cwd: here('go/'), stdio: 'pipe' });
      const foreign = {
        go: new ForeignVerifier(program),
        python: new ForeignVerifier('python3', [here('python/verify_bundles.py')]),
      };
      const started = Date.now();
      report = await compare(count, seed, foreign).finally(() => Promise.all([foreign.go.end(), foreign.python.end()]));
      const { compared, sound, unopened, wrong } = report;
      const figures = [...wrong].sort(([a], [b]) => (a < b ? -1 : 1)).map(([check, times]) => `${check} ${times}`);
      console.log(
        `seed ${seed}: ${compared} bundles compared in ${Math.round((Date.now() - started) / 1000)} s, ${sound} of them sound; ` +
          `${unopened} more could not be opened; found wrong by ours and theirs: ${figures.join(', ')}`,
      );
    },
    60_000 + count * 1_000,
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are judged alike by ours, by the one in Go and by the one in Python, check by check', () => {
    expect(report.disagreements).toEqual([]);
    expect(report.compared).toBe(count);
  });

  it('are sound ones and altered ones, and every check has found something wrong', () => {
    expect(report.sound).toBeGreaterThan(count / 20);
    const names = [
      ...Object.keys(goChecks).map((check) => `Go ${check}`),
      ...Object.keys(pythonChecks).map((check) => `Python ${check}`),
    ];
    expect(names.filter((name) => !report.wrong.has(name))).toEqual(count < 300 ? expect.any(Array) : []);
  });

  it('are compared in every code of ours, or it is said that they cannot be', () => {
    const said = new Set([...Object.values({ ...goChecks, ...pythonChecks }).flat(), ...notCompared]);
    expect([...said].sort()).toEqual(Object.values(findingCodes).flat().toSorted());
  });
});
