import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { transformSync } from '@swc/core';

import type { Fault } from './faults.js';

const root = process.cwd();
const verifier = 'libs/integrity/src';

/** What caught a fault, by the group of checks; absent where none did. */
export interface Caught {
  /** A test of the verifier or of the stored formats, by its title. */
  readonly specs?: string;
  /** A bundle of the independent implementation. */
  readonly bundles?: string;
  /** A class of tampering. */
  readonly tampering?: string;
}

/** How long the checks go on: to the first that fails, or to the first in each group. */
export type Thoroughness = 'first' | 'each group';

/** A copy of everything that the checks of the verifier need, built, in a temporary folder. */
export class VerifierTree {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ledger-planted-'));

  constructor() {
    for (const name of ['package.json', '.swcrc']) cpSync(join(root, name), join(this.folder, name));
    for (const area of ['apps', 'libs'])
      cpSync(join(root, 'dist', area), join(this.folder, 'dist', area), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
    // The independent bundles, where a checkout has them beside it.
    const beside = join(root, '..', 'shared');
    if (existsSync(beside)) symlinkSync(beside, join(this.folder, 'shared'), 'dir');
    cpSync(join(root, 'test/vectors'), join(this.folder, 'dist/test/vectors'), { recursive: true });
    for (const name of sources()) this.build(name, readFileSync(join(root, name), 'utf8'));
  }

  /** Runs the checks on the verifier with a fault in it, or as it is. Throws when the fault's text does not stand there once. */
  async checked(fault: Fault | undefined, thoroughness: Thoroughness, seed: number): Promise<Caught> {
    if (fault === undefined) return this.run(thoroughness, seed);
    const name = `${verifier}/${fault.file}`;
    const source = readFileSync(join(root, name), 'utf8');
    this.build(name, planted(source, fault));
    const caught = await this.run(thoroughness, seed);
    this.build(name, source);
    return caught;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private build(name: string, source: string): void {
    const { code } = transformSync(source, { filename: join(root, name), cwd: root, sourceMaps: false });
    const path = join(this.folder, 'dist', name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }

  private run(thoroughness: Thoroughness, seed: number): Promise<Caught> {
    const own = 'dist/test/tampering';
    const args = ['--no-warnings', '--import', `./${own}/plain/register.js`, `${own}/planted/checks.js`];
    const child = spawn(process.execPath, [...args, thoroughness, String(seed)], { cwd: this.folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    return new Promise((resolve, reject) =>
      child.once('close', (status) => {
        // A verifier that cannot even be loaded has not been caught by anything.
        if (status !== 0) reject(new Error(`the checks did not come to an end: ${err.slice(-2000)}`));
        else resolve(JSON.parse(out) as Caught);
      }),
    );
  }
}

function planted(source: string, { name, file, text, instead }: Fault): string {
  const places = source.split(text).length - 1;
  if (places !== 1) throw new Error(`${file} holds the text of "${name}" ${places} times`);
  // A function, so that no "$" in it means anything.
  return source.replace(text, () => instead);
}

/** The verifier's specs and what they are run with. What starts processes of its own, or is random at length, is left out. */
function sources(): string[] {
  const below = (folder: string, wanted: (name: string) => boolean): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(wanted)
      .map((name) => `${folder}/${name}`);
  return [
    ...below(verifier, (name) => name.endsWith('.spec.ts') && !/readme|malicious/.test(name)),
    ...below('test', (name) => /^(vectors(-bundle)?\.spec|recompute-\w+)\.ts$/.test(name)),
    ...below('test/tampering', (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')),
    ...below('test/histories', (name) => /^[a-z-]+\.ts$/.test(name)),
    'test/chaos/seeded.ts',
  ];
}
