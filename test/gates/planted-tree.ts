import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = process.cwd();

/** What the gates are made of: copied, so that a planted tree is judged by the rules in force. */
const configuration = [
  '.dependency-cruiser.cjs',
  '.prettierignore',
  '.prettierrc.json',
  'eslint.config.js',
  'knip.json',
  'package.json',
  'test/gates/house-rules.js',
  'tsconfig.json',
];

const gates = JSON.parse(readFileSync(join(root, 'test/gates/gates.json'), 'utf8')) as Record<string, string[]>;

export interface Verdict {
  readonly passes: boolean;
  readonly said: string;
}

/** A small repository in a temporary folder: the project's configuration with other files in it. */
export interface PlantedTree {
  /** Runs a gate of `npm run check` there, with further arguments of its tool. */
  judge(gate: string, ...more: string[]): Promise<Verdict>;
  remove(): void;
}

/** Writes the files (path → text) beside a copy of the configuration; a file given by name replaces the copy. */
export function plant(files: Readonly<Record<string, string>>): PlantedTree {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-gates-'));
  for (const name of configuration) cpSync(join(root, name), join(folder, name));
  for (const area of ['apps', 'libs', 'test']) mkdirSync(join(folder, area), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    judge: (gate, ...more) => run([...(gates[gate] ?? []), ...more], folder),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const run = (args: readonly string[], cwd: string): Promise<Verdict> =>
  new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (fault, stdout) =>
      resolve({ passes: fault === null, said: stdout }),
    );
  });
