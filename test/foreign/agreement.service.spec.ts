import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findingCodes } from '#libs/integrity';
import { goChecks, notCompared, pythonChecks } from './agreement.js';
import { endForeign, sources, startForeign } from './foreign-verifier.js';
import { compare, type Report } from './generated.js';

const count = Number(process.env['FOREIGN_BUNDLES'] ?? 500);
const seed = Number(process.env['FOREIGN_SEED'] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'foreign-verifiers-'));

/** The verdicts of ours and of programs in two other languages, on bundles nobody chose. */
describe(`${count} bundles thrown by dice (seed ${seed}), sound ones and altered ones`, () => {
  let report: Report;
  beforeAll(
    async () => {
      const foreign = startForeign(sources, folder);
      const started = Date.now();
      report = await compare(count, seed, foreign).finally(() => endForeign(foreign));
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

  it('are sound ones and altered ones, and the checks find something wrong', () => {
    expect(report.sound).toBeGreaterThan(count / 20);
    const names = [
      ...Object.keys(goChecks).map((check) => `Go ${check}`),
      ...Object.keys(pythonChecks).map((check) => `Python ${check}`),
    ];
    const never = names.filter((name) => !report.wrong.has(name));
    // A few hundred bundles come from a few dozen ledgers: a fault that is rare may be in none of them.
    expect(count < 5_000 ? never.slice(5) : never).toEqual([]);
  });

  it('are compared in every code of ours, or it is said that they cannot be', () => {
    const said = new Set([...Object.values({ ...goChecks, ...pythonChecks }).flat(), ...notCompared]);
    expect([...said].sort()).toEqual(Object.values(findingCodes).flat().toSorted());
  });
});
