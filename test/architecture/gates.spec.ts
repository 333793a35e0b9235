import { afterAll, describe, expect, it } from '@jest/globals';

import { importFaults, soundImports } from '../gates/planted-imports.js';
import { cleanFiles, lintFaults } from '../gates/planted-faults.js';
import { plant, type PlantedTree } from '../gates/planted-tree.js';

const trees: PlantedTree[] = [];
const planted = (files: Readonly<Record<string, string>>): PlantedTree => {
  const tree = plant(files);
  trees.push(tree);
  return tree;
};
afterAll(() => trees.forEach((tree) => tree.remove()));

interface LintedFile {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string }[];
}

describe('the lint gate', () => {
  it('passes what is right and reports each planted fault under its own rule and no other', async () => {
    const files = Object.fromEntries(lintFaults.map(({ path, text }) => [path, text]));
    const verdict = await planted({ ...cleanFiles, ...files }).judge('lint', '--format', 'json');
    const seen = new Map(
      (JSON.parse(verdict.said) as LintedFile[]).map(({ filePath, messages }) => [
        filePath.replaceAll('\\', '/').replace(/^.*ledger-gates-[^/]+\//, ''),
        [...new Set(messages.map(({ ruleId }) => ruleId))],
      ]),
    );
    expect(verdict.passes).toBe(false);
    expect(lintFaults.map(({ path }) => [path, seen.get(path)])).toEqual(
      lintFaults.map(({ path, rule }) => [path, [rule]]),
    );
    expect(Object.keys(cleanFiles).map((path) => [path, seen.get(path)])).toEqual(
      Object.keys(cleanFiles).map((path) => [path, []]),
    );
  });

  it('passes a tree without a fault', async () => {
    expect(await planted(cleanFiles).judge('lint')).toEqual({ passes: true, said: '' });
  });
});

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

describe('the import gate', () => {
  it('passes what the table allows and reports each planted import under its own rule and no other', async () => {
    const files = Object.fromEntries(importFaults.map(({ path, text }) => [path, text]));
    const verdict = await planted({ ...soundImports, ...files }).judge('imports', '--output-type', 'json');
    const { violations } = (JSON.parse(verdict.said) as Cruise).summary;
    const seen = violations.map(({ from, rule }) => `${from} ${rule.name}`);
    expect([...new Set(seen)].sort()).toEqual(importFaults.map(({ path, rule }) => `${path} ${rule}`).sort());
  });

  it('exits with success on a sound tree and with failure on one wrong import', async () => {
    expect((await planted(soundImports).judge('imports')).passes).toBe(true);
    const [fault] = importFaults;
    expect((await planted({ ...soundImports, [fault?.path ?? '']: fault?.text ?? '' }).judge('imports')).passes).toBe(
      false,
    );
  });
});

const inUse: Readonly<Record<string, string>> = {
  'apps/ledger/src/main.ts': "import { used } from '#libs/ledger';\n\nvoid used;\n",
  'libs/ledger/src/index.ts': "export { used } from './words.js';\n",
  'libs/ledger/src/words.ts': 'export const used = 1;\n',
  'package.json': JSON.stringify({
    name: 'planted',
    type: 'module',
    imports: { '#libs/*': './dist/libs/*/src/index.js' },
  }),
  'knip.json': JSON.stringify({
    entry: ['apps/*/src/main.ts'],
    project: ['apps/**/*.ts', 'libs/**/*.ts'],
    exclude: ['types'],
  }),
};

describe('the gate of unused code', () => {
  const faults: [string, string, Readonly<Record<string, string>>][] = [
    ['a file nobody imports', 'Unused files', { 'libs/ledger/src/forgotten.ts': 'export const forgotten = 1;\n' }],
    [
      'an export nobody imports',
      'Unused exports',
      { 'libs/ledger/src/words.ts': 'export const used = 1;\nexport const unused = 2;\n' },
    ],
    [
      'a package nobody imports',
      'Unused dependencies',
      { 'package.json': (inUse['package.json'] ?? '').replace('{', '{"dependencies":{"pino":"^10.0.0"},') },
    ],
    [
      'a package that is not declared',
      'Unlisted dependencies',
      { 'libs/ledger/src/words.ts': "import 'pino';\n\nexport const used = 1;\n" },
    ],
  ];

  it('passes a tree in which everything is used', async () => {
    expect(await planted(inUse).judge('unused')).toEqual({ passes: true, said: '' });
  });

  it.each(faults)('reports %s', async (_, heading, files) => {
    const verdict = await planted({ ...inUse, ...files }).judge('unused');
    expect(verdict.passes).toBe(false);
    expect(verdict.said.match(/^(Unused|Unlisted|Unresolved|Duplicate)[a-z ]+/gm)?.map((line) => line.trim())).toEqual([
      heading,
    ]);
  });
});

describe('the gates of types and format', () => {
  it('reports a value of the wrong type and passes one of the right type', async () => {
    const wrong = await planted({ 'libs/ledger/src/a.ts': "export const a: number = 'text';\n" }).judge('types');
    expect(wrong).toEqual({
      passes: false,
      said: expect.stringMatching(/^libs\/ledger\/src\/a\.ts\(1,14\): error TS2322/),
    });
    expect((await planted({ 'libs/ledger/src/a.ts': 'export const a: number = 1;\n' }).judge('types')).passes).toBe(
      true,
    );
  });

  it('reports a file that is not formatted and passes one that is', async () => {
    expect((await planted({ 'libs/ledger/src/a.ts': 'export const a = "b"\n' }).judge('format')).passes).toBe(false);
    expect((await planted({ 'libs/ledger/src/a.ts': "export const a = 'b';\n" }).judge('format')).passes).toBe(true);
  });
});
